import { definitionOf } from '#slices/measures/index.ts'
import { type Conversation, endedAt } from './conversation.ts'

/** A customer with one reason, and the time in which their conversations matter. */
export type Pair = { customer: string; reason: string; low: number; high: number; begunMax: number }

export type Contact = {
  source: string
  externalId: string
  customer: string
  reason: string
  begunAt: number
  endedAt: number | null
  nextContactAt: number | null
}

/** The longest time within which a new contact may count as coming back, whatever the organisation sets. */
export const longestMs = (definitionOf('recontacted')?.settings.recontactHours?.max ?? 0) * 3_600_000

const groupOf = ({ customer, reason }: Pick<Contact, 'customer' | 'reason'>) => `${customer}\t${reason}`

/** A conversation that changed; `before` is null where it is new. */
export type Changed = { key: string; before: Conversation | null; after: Conversation }

/** Whose other conversations have to be looked at because of these changes, and in which time. */
export function pairsOf(changes: readonly Changed[]): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const each of changes.flatMap(({ before, after }) => (before ? [before, after] : [after]))) {
    if (each.customer === null) continue
    const [low, high] = [each.begunAt - longestMs, Math.max(each.begunAt, endedAt(each) ?? 0) + longestMs]
    const pair = { customer: each.customer, reason: each.reason ?? '', low, high, begunMax: each.begunAt }
    const known = pairs.get(groupOf(pair))
    pairs.set(groupOf(pair), known ? wider(pair, known) : pair)
  }
  return [...pairs.values()]
}

const wider = (one: Pair, other: Pair): Pair => ({
  ...one,
  low: Math.min(one.low, other.low),
  high: Math.max(one.high, other.high),
  begunMax: Math.max(one.begunMax, other.begunMax),
})

/**
 * The conversations for which one of the changes may be a contact that came after. Of the others that were looked up, contacts may
 * lie outside of what was looked up.
 */
export function inReach<T extends Contact>(pairs: readonly Pair[], others: readonly T[]): T[] {
  const byGroup = new Map(pairs.map((pair) => [groupOf(pair), pair]))
  return others.filter((each) => {
    const pair = byGroup.get(groupOf(each))
    return pair !== undefined && each.endedAt !== null && each.endedAt >= pair.low && each.endedAt < pair.begunMax
  })
}

type Timed = Pick<Contact, 'customer' | 'reason' | 'begunAt' | 'endedAt' | 'nextContactAt'> & { key: string }

/**
 * When each conversation's customer next came back about the same thing: the first conversation that began after this one
 * ended, and not later than the longest time that counts. `others` may hold old values of what changed; they are left out.
 */
export function nextContacts(changes: readonly Changed[], others: readonly Timed[]): ReadonlyMap<string, number | null> {
  const changed = new Set(changes.map(({ key }) => key))
  const groups = new Map<string, Omit<Timed, 'nextContactAt'>[]>()
  const add = (each: Omit<Timed, 'nextContactAt'>) => {
    const group = groups.get(groupOf(each))
    if (group) group.push(each)
    else groups.set(groupOf(each), [each])
  }
  for (const each of others) if (!changed.has(each.key)) add(each)
  for (const { key, after } of changes) {
    if (after.customer !== null)
      add({ key, customer: after.customer, reason: after.reason ?? '', begunAt: after.begunAt, endedAt: endedAt(after) })
  }
  return new Map([...groups.values()].flatMap(nextInGroup))
}

function nextInGroup(group: readonly Omit<Timed, 'nextContactAt'>[]): [string, number | null][] {
  const begun = group.map(({ begunAt }) => begunAt).sort((one, other) => one - other)
  return group.map(({ key, endedAt: ended }) => {
    const next = ended === null ? undefined : begun[firstAfter(begun, ended)]
    return [key, ended !== null && next !== undefined && next - ended <= longestMs ? next : null]
  })
}

/** The place of the first number that is greater; they are sorted. */
function firstAfter(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) > limit) high = middle
    else low = middle + 1
  }
  return low
}
