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

type Values = { before: number; now: number; low: number; high: number; of: number }
type MeanSeen = { place: Place; definition: Definition; currency: string | null; direction: Direction; since: string; values: Values }

/** What an alarm about a mean says: in typical values, which single odd cases hardly move. */
export function meanDriftWords({ place, definition, currency, direction, since, values }: MeanSeen) {
  const value = (amount: number) => inUnit(amount, definition.unit, currency)
  return {
    title: `${definition.name} of ${placeTold(place)}: ${ways[direction]}`,
    says: `Since ${dayTold(since)}, ${value(values.now)} is typical (between ${value(values.low)} and ${value(values.high)}; ${told(values.of)} cases). The baseline is ${value(values.before)}.`,
    next: `Ask what changed around ${dayTold(since)}: a model, a prompt, a tool that answers slowly, longer cases. If it was meant, say so here and take it as the new baseline.`,
  }
}

const minuteSeconds = 60
const parts: { [unit: string]: number } = { cents: 100, micros: 1_000_000 }

/** A value as sentences of alarms say it: times in seconds or minutes, money in main units of its currency. */
function inUnit(value: number, unit: Definition['unit'], currency: string | null): string {
  if (unit === 'seconds') return value < 2 * minuteSeconds ? `${round(value, 3)} s` : `${round(value / minuteSeconds, 3)} min`
  return [round(value / (parts[unit] ?? 1), 3), currency ?? ''].join(' ').trim()
}

export function queueWords(place: Place, { waiting, waitingMax }: { waiting: number; waitingMax: number }) {
  return {
    title: `The queue of ${placeTold(place)} is over its limit`,
    says: `${told(waiting)} items waited when it was found; ${told(waitingMax)} were agreed.`,
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
