import type { OutputOf } from '#kernel/contract.ts'
import type { getException, getTriage } from '../contract.ts'
import { triageWords } from './triage-words.ts'

export type Standard = OutputOf<typeof getTriage>['standard']
export type Detail = OutputOf<typeof getException>
export type Part = Detail['priority']['parts'][number]['part']

/** Every number of the standard by the name of its place, and the lists as they are typed. */
export type TriageForm = { [place: string]: string }
export type Faults = { [place: string]: string | undefined }

export const weightOf = {
  harm: 'harm',
  time_left: 'timePerHour',
  amount: 'amount',
  customer_tier: 'customerTier',
  age: 'agePerHour',
  known_cause: 'knownCause',
} as const
export const parts = Object.keys(weightOf) as Part[]
export const origins = ['review', 'human_only', 'failed', 'customer_asked', 'disagreement', 'by_hand'] as const
export const severities = ['critical', 'high', 'normal'] as const

const MONTH = 60 * 24 * 30
/** Where numbers stand, and between which bounds; whole ones are marked. */
const bounds: { [place: string]: [number, number, 'whole'?] } = {
  ...Object.fromEntries(parts.map((part) => [`weights.${weightOf[part]}`, [0, 10_000]])),
  'harm.otherwise': [0, 3, 'whole'],
  'amount.full': [1, 1e12],
  ...Object.fromEntries(origins.map((origin) => [`promiseMinutes.byOrigin.${origin}`, [1, MONTH, 'whole']])),
  ...Object.fromEntries(severities.map((severity) => [`promiseMinutes.bySeverity.${severity}`, [1, MONTH, 'whole']])),
  expireMinutes: [1, MONTH, 'whole'],
  approvalMinutes: [1, MONTH, 'whole'],
  'highRisk.harm': [0, 3, 'whole'],
  'highRisk.amount': [0, 1e12],
}

type Tree = { [name: string]: unknown }

const at = (tree: unknown, place: string): unknown => place.split('.').reduce<unknown>((node, name) => (node as Tree)[name], tree)

const lines = (record: { [name: string]: number }) =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join('\n')

export function formOf(standard: Standard): TriageForm {
  return {
    ...Object.fromEntries(Object.keys(bounds).map((place) => [place, String(at(standard, place))])),
    byType: lines(standard.harm.byType),
    amountInputs: standard.amount.inputs.join(', '),
    tierInputs: standard.customerTier.inputs.join(', '),
    tierShares: lines(standard.customerTier.shares),
  }
}

/** Names with a number each, or the line that cannot be read. */
function readLines(text: string, high: number, isWhole: boolean): { [name: string]: number } | number {
  const found: { [name: string]: number } = {}
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const match = /^(\S+)\s+(\d+(?:[.,]\d+)?)$/.exec(line.trim())
    const value = Number(match?.[2]?.replace(',', '.'))
    if (!match?.[1] || !(value <= high) || (isWhole && !Number.isInteger(value))) return index + 1
    found[match[1]] = value
  }
  return found
}

const numberOf = (text: string | undefined) => ((text ?? '').trim() === '' ? Number.NaN : Number((text ?? '').trim().replace(',', '.')))

export function faultsOf(form: TriageForm): Faults {
  const found: Faults = {}
  for (const [place, [low, high, whole]] of Object.entries(bounds)) {
    const value = numberOf(form[place])
    const isRight = value >= low && value <= high && (!whole || Number.isInteger(value))
    if (!isRight) found[place] = triageWords.wrongNumber(low, high)
  }
  const byType = readLines(form.byType ?? '', 3, true)
  const shares = readLines(form.tierShares ?? '', 1, false)
  if (typeof byType === 'number') found.byType = triageWords.byTypeWrong(byType)
  if (typeof shares === 'number') found.tierShares = triageWords.tierSharesWrong(shares)
  return found
}

const namesOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

/** The standard that a form without faults says. */
export function standardOf(form: TriageForm): Standard {
  const number = (place: string) => numberOf(form[place])
  const record = (text: string | undefined, high: number) => {
    const read = readLines(text ?? '', high, false)
    return typeof read === 'number' ? {} : read
  }
  const all = <Name extends string>(names: readonly Name[], place: (name: Name) => string) =>
    Object.fromEntries(names.map((name) => [name, number(place(name))])) as { [name in Name]: number }
  return {
    weights: all(Object.values(weightOf), (name) => `weights.${name}`),
    harm: { otherwise: number('harm.otherwise'), byType: record(form.byType, 3) },
    amount: { inputs: namesOf(form.amountInputs), full: number('amount.full') },
    customerTier: { inputs: namesOf(form.tierInputs), shares: record(form.tierShares, 1) },
    promiseMinutes: {
      byOrigin: all(origins, (name) => `promiseMinutes.byOrigin.${name}`),
      bySeverity: all(severities, (name) => `promiseMinutes.bySeverity.${name}`),
    },
    expireMinutes: number('expireMinutes'),
    approvalMinutes: number('approvalMinutes'),
    highRisk: { harm: number('highRisk.harm'), amount: number('highRisk.amount') },
  }
}

export type Tried = { id: string; title: string; before: number; place: number; now: number; then: number }

/**
 * The same cases under other weights. A part's points are its weight times what was measured, so they are scaled; a part
 * whose weight was 0 cannot be scaled and keeps none until it is published.
 */
export function tryWeights(items: Detail[], weights: Standard['weights']): Tried[] {
  const scored = items.map((item, index) => {
    const then = item.priority.parts.reduce(
      (sum, { part, points, weight }) => sum + (weight === 0 ? 0 : (points / weight) * weights[weightOf[part]]),
      0,
    )
    return { id: item.id, title: item.title, before: index + 1, now: item.priority.points, then }
  })
  const order = [...scored].sort((one, other) => other.then - one.then || one.before - other.before)
  return order.map((one, index) => ({ ...one, place: index + 1 }))
}
