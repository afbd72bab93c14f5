import { createHash } from 'node:crypto'
import type { Chance } from '#kernel/clock.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { enqueue, type KnownChannel, messageId, type OutgoingMessage } from '#slices/notifications/index.ts'
import { dueAt } from '../calendar.ts'
import type { Escalation, LogLine } from '../escalation.ts'
import { roleWords } from '../procedure.ts'
import { appendLog, insertLink, toldOf } from '../store/log.ts'
import { afterWords, stepWords } from '../words.ts'
import { withName } from './named.ts'
import { holdersOf, type Plan, type PlannedStep, planOf } from './plan.ts'

export type TellParts = {
  chance: Chance
  /** The address that people reach us under. */
  baseUrl(): string
}

const linkHours = 24

export const hashToken = (token: string) => createHash('sha256').update(token).digest()

type Telling = { plan: Plan; parts: TellParts; now: Date }

/** Tells the next step and says when the one after it is due. Whoever cannot be told is passed over, and the log says why. */
export async function tellNext(tx: Tx, before: Escalation, { plan, parts, now }: Telling): Promise<Escalation> {
  const step = plan.steps[before.step]
  if (!step) return { ...before, nextAt: null, stepsCount: plan.steps.length }
  const lines = isUnanswered(before) ? [unanswered(before, now)] : []
  const told = step.problem === null ? await tellStep(tx, before, { plan, step, parts, now }) : [notTold(step, now)]
  await appendLog(tx, before, [...lines, ...told])
  const isLast = before.step + 1 >= plan.steps.length
  const wait = step.problem === null ? respondBy(plan, step, now) : now
  return {
    ...before,
    step: before.step + 1,
    stepsCount: plan.steps.length,
    waitsFor: step.problem === null ? step.role : before.waitsFor,
    hasProcedure: plan.procedure.isSet,
    nextAt: isLast ? null : wait,
  }
}

/** Where a clock runs in business hours only, a calendar that never opens does not stop it for good: then it runs always. */
export function respondBy({ procedure, calendar }: Plan, step: PlannedStep, from: Date): Date {
  const always = new Date(from.getTime() + step.respondMinutes * 60_000)
  return procedure.clock === 'always' ? always : (dueAt(calendar, from, step.respondMinutes) ?? always)
}

const isUnanswered = (escalation: Escalation) => escalation.state === 'open' && escalation.step > 0 && escalation.waitsFor !== null

function unanswered({ waitsFor }: Escalation, at: Date): LogLine {
  const who = waitsFor === null ? 'Nobody' : roleWords[waitsFor]
  return { at, what: 'unanswered', role: waitsFor, says: `No answer came from ${who} in time.` }
}

function notTold(step: PlannedStep, at: Date): LogLine {
  return { at, what: 'not_told', role: step.role, says: `Nobody was told at this step. ${step.problem}` }
}

async function tellStep(tx: Tx, escalation: Escalation, by: Telling & { step: PlannedStep }): Promise<LogLine[]> {
  const { plan, step, now } = by
  const next = plan.steps[escalation.step + 1]?.role ?? null
  const words = stepWords(await withName(tx, escalation), { role: step.role, respondMinutes: step.respondMinutes, next })
  const lines: LogLine[] = []
  for (const channel of step.channels.filter((each) => each.isOn))
    for (const to of recipients(channel, step)) {
      const link = await makeLink(tx, escalation, by)
      const message = { ...about(escalation, channel.id), ...words, action: 'trigger' as const, link, to, at: now }
      const isInLine = await enqueue(tx, message)
      lines.push(line(channel, { step, message, isInLine }))
    }
  return lines
}

/** E-mail goes to each holder, everything else to the channel. */
function recipients(channel: KnownChannel, { holders }: Pick<PlannedStep, 'holders'>): (string | undefined)[] {
  return channel.kind === 'smtp' ? holders.map((holder) => holder.email) : [undefined]
}

function line(channel: KnownChannel, told: { step: PlannedStep; message: OutgoingMessage; isInLine: boolean }): LogLine {
  const { step, message, isInLine } = told
  const place = { channelId: channel.id, channelName: channel.name, channelKind: channel.kind }
  if (!isInLine) return { at: message.at, what: 'not_told', role: step.role, says: `${channel.name} takes nothing right now.` }
  const deliveryId = messageId(message)
  return { at: message.at, what: 'told', role: step.role, ...place, deliveryId, says: `Told ${roleWords[step.role]} by ${channel.name}.` }
}

async function makeLink(tx: Tx, { teamId, id }: Escalation, { step, parts, now }: Telling & { step: PlannedStep }): Promise<string> {
  const token = parts.chance.bytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + linkHours * 3_600_000)
  await insertLink(tx, { hash: hashToken(token), teamId, escalationId: id, role: step.role, expiresAt })
  return `${parts.baseUrl().replace(/\/+$/, '')}/escalations/ack#${token}`
}

function about({ teamId, id, severity, drillId }: Escalation, channelId: string) {
  return { teamId, channelId, kind: 'escalation', severity, dedupKey: `escalation/${id}`, isDrill: drillId !== null }
}

/** Tells everybody who was told before that somebody looks after it, or that it is over. */
export async function tellAfter(
  tx: Tx,
  escalation: Escalation,
  { action, at }: { action: 'acknowledge' | 'resolve'; at: Date },
): Promise<void> {
  const words = afterWords(await withName(tx, escalation), action)
  const told = await toldOf(tx, escalation)
  const posted = new Set(told.filter(({ channelKind }) => channelKind !== 'smtp').map(({ channelId }) => channelId))
  for (const channelId of posted) await enqueue(tx, { ...about(escalation, channelId), ...words, action, at })
  const mailed = told.filter(({ channelKind }) => channelKind === 'smtp')
  for (const { channelId, address } of await addressesOf(tx, escalation, mailed))
    await enqueue(tx, { ...about(escalation, channelId), ...words, action, to: address, at })
}

type Mailed = { channelId: string; role: PlannedStep['role'] }

/** The log knows roles only, so mail goes to whoever holds them now. */
async function addressesOf(db: Queryable, escalation: Escalation, mailed: Mailed[]) {
  if (mailed.length === 0) return []
  const { team, procedure } = await planOf(db, escalation.teamId, escalation.severity)
  const found = new Map<string, { channelId: string; address: string }>()
  for (const { channelId, role } of mailed) {
    const ids = procedure.steps.filter((step) => step.role === role).map((step) => step.holderId)
    for (const holderId of ids.length === 0 ? [null] : ids)
      for (const { email } of await holdersOf(db, team, { role, holderId }))
        found.set(`${channelId} ${email}`, { channelId, address: email })
  }
  return [...found.values()]
}
