import { shareOf } from '#kernel/wilson.ts'

/** How a conversation ended: handed to a person, the customer said that it helped, the AI agent closed it, or the customer went silent. */
export type Ending = 'handed' | 'confirmed' | 'closed' | 'left'

/** A conversation on any channel. Times in milliseconds. `issue` null: the contact reason is not known. */
export type Conversation = {
  id: string
  customer: string
  issue: string | null
  begunAt: number
  endedAt: number
  isAutomationFirst: boolean
  ending: Ending
}

/** `immature`: a re-contact could still come, so it counts nowhere yet. `unknown`: the customer went silent, which is not success. */
export type ContainmentClass = 'immature' | 'handed' | 'recontacted' | 'unknown' | 'contained'

/**
 * Containment of mature conversations that automation answered first. What is true lies between `low` (only the contained) and `high` (with all who went
 * silent); `raw` is the share without a hand-over, as vendors like to count. Each share has its counts and its Wilson interval.
 */
export type Containment = {
  attempted: number
  mature: number
  counts: Record<ContainmentClass, number>
  /** Re-contacts where one of the two issues is not known, so that any issue matched. */
  recontactedByCustomerOnly: number
  raw: ReturnType<typeof shareOf>
  low: ReturnType<typeof shareOf>
  high: ReturnType<typeof shareOf>
  classes: Map<string, ContainmentClass>
}

/** When it is counted, and how long after its end a conversation can still be contradicted by a re-contact. */
export type ContainmentWindow = { asOf: number; windowHours: number }

/** Classes are tried in this order: immature, handed, recontacted, unknown, contained. A re-contact begins after the end and at most a window later. */
export function containmentOf(conversations: readonly Conversation[], { asOf, windowHours }: ContainmentWindow): Containment {
  const window = windowHours * 3_600_000
  const byCustomer = new Map<string, Conversation[]>()
  for (const one of conversations) byCustomer.set(one.customer, [...(byCustomer.get(one.customer) ?? []), one])
  const attempted = conversations.filter(({ isAutomationFirst }) => isAutomationFirst)
  const sorted = attempted.map((one) => ({ id: one.id, ...classOf(one, { asOf, window, others: byCustomer.get(one.customer) ?? [] }) }))
  const counts = { immature: 0, handed: 0, recontacted: 0, unknown: 0, contained: 0 }
  for (const { name } of sorted) counts[name]++
  const mature = attempted.length - counts.immature
  return {
    attempted: attempted.length,
    mature,
    counts,
    recontactedByCustomerOnly: sorted.filter(({ isByCustomerOnly }) => isByCustomerOnly).length,
    raw: shareOf(mature - counts.handed, mature),
    low: shareOf(counts.contained, mature),
    high: shareOf(counts.contained + counts.unknown, mature),
    classes: new Map(sorted.map(({ id, name }) => [id, name])),
  }
}

type Around = { asOf: number; window: number; others: readonly Conversation[] }

function classOf(one: Conversation, { asOf, window, others }: Around): { name: ContainmentClass; isByCustomerOnly: boolean } {
  const plain = (name: ContainmentClass) => ({ name, isByCustomerOnly: false })
  if (one.endedAt + window > asOf) return plain('immature')
  if (one.ending === 'handed') return plain('handed')
  const later = others.filter(({ begunAt }) => begunAt > one.endedAt && begunAt <= one.endedAt + window)
  if (one.issue !== null && later.some(({ issue }) => issue === one.issue)) return plain('recontacted')
  if (later.some(({ issue }) => issue === null || one.issue === null)) return { name: 'recontacted', isByCustomerOnly: true }
  return plain(one.ending === 'left' ? 'unknown' : 'contained')
}

/** The share between low and high, from asking a random sample of those who went silent whether they were helped. Null without a sample. */
export function containmentWithFollowUp({ counts, mature }: Containment, sample: { asked: number; helped: number }): number | null {
  if (sample.asked === 0 || mature === 0) return null
  return (counts.contained + counts.unknown * (sample.helped / sample.asked)) / mature
}
