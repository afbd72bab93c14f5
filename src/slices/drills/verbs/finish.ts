import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { write } from '#kernel/verb.ts'
import { closeAlarm } from '#slices/escalation/index.ts'
import { removeDrillItems } from '#slices/exceptions/index.ts'
import { setPhantomSwitch } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { alarmSubject, type Drill, phantomOf, verdictOf } from '../drill.ts'
import { holdDrill, saveEnd, saveSeen } from '../store/drills.ts'
import { observed } from './observe.ts'
import { evidenceOf, found, reachOf, wireOf } from './read.ts'

const scope = 'drills:write'

export type Ending = Pick<Drill, 'state' | 'abortedBecause' | 'learned'>

/**
 * Ends a drill that runs: looks at it a last time, takes away everything that it injected, and says what it showed. What is
 * switched goes last, because that moves the epoch.
 */
export async function finish(tx: Tx, drill: Drill, { ending, now }: { ending: Ending; now: Date }) {
  const seen = await observed(tx, drill, now)
  await saveSeen(tx, seen)
  const over: Drill = { ...seen, ...ending, endedAt: now }
  const after = { ...over, verdict: verdictOf(over) }
  await saveEnd(tx, after)
  await removeDrillItems(tx, drill.id)
  await closeAlarm(tx, { teamId: drill.teamId, subject: alarmSubject(drill), at: now })
  if (drill.scenario === 'kill_switch') await setPhantomSwitch(tx, { aiAgentId: phantomOf(drill), isOn: false, at: now })
  return changeOf(tx, after)
}

/** The audit entry of what a drill proves: with the digest, the evidence can be held against the log. */
async function changeOf(tx: Tx, drill: Drill) {
  const { digest } = await evidenceOf(tx, drill)
  const { state, verdict, abortedBecause } = drill
  return { subject: `drill:${drill.id}`, after: { state, verdict, abortedBecause, digest }, result: await wireOf(tx, drill) }
}

export const abortDrill = write({
  scope,
  action: 'drill.abort',
  async run(tx, { drill: id, reason }: InputOf<typeof contract.abortDrill>, ctx) {
    const drill = found(await holdDrill(tx, reachOf(ctx, scope), id), id)
    requireRunning(drill)
    const ending: Ending = { state: 'aborted', abortedBecause: reason, learned: null }
    return { ...(await finish(tx, drill, { ending, now: ctx.now })), reason }
  },
})

export const endDrill = write({
  scope,
  action: 'drill.end',
  async run(tx, { drill: id, learned: told }: InputOf<typeof contract.endDrill>, ctx) {
    const drill = found(await holdDrill(tx, reachOf(ctx, scope), id), id)
    const learned = told ?? null
    const ending: Ending = { state: 'ended', abortedBecause: null, learned }
    if (drill.state === 'running') return finish(tx, drill, { ending, now: ctx.now })
    if (learned === null) requireRunning(drill)
    const after = { ...drill, learned }
    await saveEnd(tx, after)
    return changeOf(tx, after)
  },
})

function requireRunning({ state }: Drill): void {
  if (state === 'running') return
  throw new AppError('conflict', 'This drill is over already.', { next: 'Add what was learned, or start another one.' })
}
