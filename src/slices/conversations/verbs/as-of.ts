import type { Queryable } from '#kernel/db.ts'
import { longestMs } from '../contacts.ts'
import { conversationOf, endedAt } from '../conversation.ts'
import { compareSteps } from '../event.ts'
import type { Row } from '../store/conversations.ts'
import { stepsAt } from '../store/events.ts'
import { contactsAt } from '../store/list.ts'
import { standingOf, type Versions } from '../tally.ts'

export type Found = Row & { firstTeamId: string }

/** Conversations as they were known at an instant, from what was on record then; null where nothing was. In the order given. */
export async function asKnownAt(db: Queryable, rows: readonly Found[], at: { asOf: Date; versions: Versions }): Promise<(Found | null)[]> {
  const places = rows.map((row) => ({ ...row, teamId: row.conversation.teamId }))
  const steps = await stepsAt(db, places, at.asOf)
  const known = rows.map((row) => {
    const own = steps.get(`${row.source}:${row.externalId}`)
    return own ? { row, conversation: conversationOf(own.sort(compareSteps)), eventCount: own.length } : null
  })
  const left = known.flatMap((each) => {
    const ended = each ? endedAt(each.conversation) : null
    if (!each?.conversation.customer || ended === null) return []
    return [{ each, customer: each.conversation.customer, reason: each.conversation.reason ?? '', endedAt: new Date(ended) }]
  })
  const contacts = left.length > 0 ? await contactsAt(db, left, { asOf: at.asOf, withinMs: longestMs }) : []
  const next = new Map(left.map(({ each }, place) => [each, contacts[place]?.getTime() ?? null]))
  return known.map((each) => {
    if (!each) return null
    const nextContactAt = next.get(each) ?? null
    const { row, conversation, eventCount } = each
    return { ...row, conversation, eventCount, nextContactAt, ...standingOf({ conversation, nextContactAt }, at.versions) }
  })
}
