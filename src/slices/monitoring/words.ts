import type { Definition } from '#slices/measures/index.ts'
import { type Direction, type Place, placeTold } from './watch.ts'

const round = (value: number, digits: number) => Number(value.toPrecision(digits)).toString()

const told = (amount: number) => amount.toLocaleString('en')

/** A share in per cent, as sentences of alarms say it. */
export const percent = (share: number): string => `${round(share * 100, share < 0.001 ? 1 : 3)} %`

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const dayTold = (on: string) => day.format(new Date(`${on}T00:00:00Z`))

export type DriftSeen = {
  place: Place
  definition: Definition
  direction: Direction
  since: string
  n: number
  x: number
  low: number
  high: number
  before: number
}

const ways = { up: 'creeping up', down: 'falling' }

/** What a drift alarm says, in the measure's own terms. */
export function driftWords({ place, definition, direction, since, n, x, low, high, before }: DriftSeen) {
  const seen = `Since ${dayTold(since)} ${told(x)} of ${told(n)} (${percent(x / n)}; between ${percent(low)} and ${percent(high)}).`
  return {
    title: `${definition.name} of ${placeTold(place)}: ${ways[direction]}`,
    says: `${seen} The baseline is ${percent(before)}. Counted are ${definition.numerator}.`,
    next: isErrors(definition)
      ? 'Open the newest errors below and see whether they share a cause. Put the AI agent back to assist while you look, if customers are harmed.'
      : `Ask what changed around ${dayTold(since)}: a rule, a form, a tool, an import. If it was meant, say so here and take it as the new baseline.`,
  }
}

const isErrors = ({ id }: Definition) => id === 'errors'

export function queueWords(place: Place, { waiting, waitingMax }: { waiting: number; waitingMax: number }) {
  return {
    title: `The queue of ${placeTold(place)} is over its limit`,
    says: `${waiting} items wait; ${waitingMax} were agreed.`,
    next: 'Clear the oldest items first, or lower what the AI agent sends: its alarm ends by itself once the limit is kept.',
  }
}

type Silence = { since: Date; expected: number; perYear: number; timeZone: string }

export function silenceWords(place: Place, { since, expected, perYear, timeZone }: Silence) {
  const at = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(since)
  return {
    title: `${placeTold(place)} stopped asking`,
    says: `Nothing has come since ${at}; by its own rhythm about ${Math.round(expected)} decisions were due. Chance alone makes such a quiet time ${round(perYear, 2)} times a year.`,
    next: 'Check that the AI agent runs, that its API key works, and that its helpdesk sends it cases. If it was stopped on purpose, pause this watch.',
  }
}

type Spike = { errors: number; decisions: number; before: number; since: Date }

export function spikeWords(place: Place, { errors, decisions, before, since }: Spike) {
  return {
    title: `Errors of ${placeTold(place)} jumped`,
    says: `${errors} of ${decisions} decisions since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC went wrong; ${percent(before)} is usual.`,
    next: 'Open the errors below. If they go on, put the AI agent back to assist or stop it, and look for what changed just before.',
  }
}
