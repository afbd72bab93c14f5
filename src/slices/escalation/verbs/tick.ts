import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { isOpen, nextOpening } from '../calendar.ts'
import { type Escalation, escalationSubject, isWaiting } from '../escalation.ts'
import { dueEscalations, escalationById, lockEscalation, saveEscalation } from '../store/escalations.ts'
import { addItems, emptied, type Group, groupsToTell, lockJoinable, noteGone } from '../store/items.ts'
import { groupWords } from '../words.ts'
import { begin, end, open } from './alarm.ts'
import { type Plan, planOf, teamOrUnknown } from './plan.ts'
import { type TellParts, tellNext } from './tell.ts'

export type TickParts = Pick<House, 'db' | 'audit'> & TellParts

const scope = 'escalation:write'
const actor = systemActor('escalation', [scope])
const atOnceMax = 200

/** Another node did it between our look and our lock: nothing is to be written, nor said. */
class DoneElsewhereError extends Error {
  override name = 'DoneElsewhereError'
}

/** Opens, tells and closes all that is due. Safe on several nodes, and when it is cut off anywhere. */
export async function escalationTick(parts: TickParts, now: Date): Promise<void> {
  const { db, audit } = parts
  const ctx: Ctx = { actor, now, db, audit, requestId: actor.id }
  const failures: unknown[] = []
  /** One that fails holds up no other. */
  const alone = (act: Promise<unknown>) =>
    act.catch((error) => {
      if (!(error instanceof DoneElsewhereError)) failures.push(error)
    })
  await noteGone(db, now)
  for (const key of await emptied(db)) await alone(closeEmpty(ctx, key))
  for (const group of await groupsToTell(db, now)) await alone(openGroup(ctx, group))
  for (const key of await dueEscalations(db, now, atOnceMax)) await alone(tellStep(ctx, { ...key, parts }))
  if (failures.length > 0) throw failures[0]
}

type Key = Pick<Escalation, 'teamId' | 'id'>

async function held(tx: Tx, key: Key, isStill: (found: Escalation) => boolean): Promise<Escalation> {
  const found = await lockEscalation(tx, key)
  if (!found || !isStill(found)) throw new DoneElsewhereError()
  return found
}

const closeEmpty = write({
  scope,
  action: 'escalation.end',
  async run(tx, key: Key, ctx) {
    const before = await held(tx, key, ({ state }) => state !== 'closed')
    await end(tx, before, { at: ctx.now, role: null, says: 'It ended: nothing that it lists waits any more.' })
    return { subject: escalationSubject(before), before: { state: before.state }, after: { state: 'closed' }, result: {} }
  },
})

/** One escalation for everything of one kind that came up at once; what still waits for an answer takes it in. */
const openGroup = write({
  scope,
  action: 'escalation.open',
  async run(tx, group: Group, ctx) {
    const joined = await lockJoinable(tx, group)
    const made = joined === undefined ? await madeFor(tx, group, ctx.now) : undefined
    const id = joined ?? made?.id ?? ''
    const count = await addItems(tx, group, { id, now: ctx.now })
    if (count === 0) throw new DoneElsewhereError()
    if (made) await open(tx, { ...made, itemsCount: count, ...(await wordsFor(tx, group, count)) })
    else await grow(tx, group, { id, count })
    const subject = escalationSubject({ teamId: group.teamId, id })
    return { subject, after: { kind: group.reason, severity: group.severity, added: count }, result: {} }
  },
})

async function wordsFor(tx: Tx, group: Group, count: number) {
  const team = await teamOrUnknown(tx, group.teamId)
  return groupWords(group.reason, { count, teamName: team.name })
}

async function madeFor(tx: Tx, group: Group, now: Date): Promise<Escalation> {
  const { teamId, severity, reason, drillId } = group
  const subject = `${reason}/${severity}/${drillId ?? 'real'}/${now.toISOString()}`
  const link = `/queue?team=${encodeURIComponent(teamId)}`
  return begin({ teamId, severity, kind: reason, subject, link, drillId, at: now, ...(await wordsFor(tx, group, group.count)) })
}

async function grow(tx: Tx, group: Group, { id, count }: { id: string; count: number }): Promise<void> {
  const before = await escalationById(tx, id)
  if (!before) throw new DoneElsewhereError()
  const itemsCount = before.itemsCount + count
  await saveEscalation(tx, { ...before, itemsCount, ...(await wordsFor(tx, group, itemsCount)) })
}

const tellStep = write({
  scope,
  action: 'escalation.tell',
  async run(tx, { parts, ...key }: Key & { parts: TellParts }, { now }) {
    const isDue = (found: Escalation) => isWaiting(found) && found.nextAt !== null && found.nextAt <= now
    const before = await held(tx, key, isDue)
    const plan = await planOf(tx, before.teamId, before.severity)
    const opening = openingFor(plan, before, now)
    const after = opening ? { ...before, nextAt: opening } : await tellNext(tx, before, { plan, parts, now })
    await saveEscalation(tx, after)
    const told = ({ step, nextAt }: Escalation) => ({ step, nextAt })
    return { subject: escalationSubject(before), before: told(before), after: told(after), result: {} }
  },
})

/** When the first step waits for the team to be at work: then. Somebody who hands over is at work, so nothing waits after that. */
function openingFor({ procedure, calendar }: Plan, { step }: Escalation, now: Date): Date | null {
  if (procedure.clock === 'always' || step > 0 || isOpen(calendar, now)) return null
  return nextOpening(calendar, now)
}
