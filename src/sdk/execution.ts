import { type Call, CallError } from './call.ts'
import { freshName } from './chance.ts'
import { isAway, type Patience, patiently } from './patience.ts'
import { routes } from './routes.ts'
import type { Kept, Spool } from './spool.ts'
import type { Action, Executed, NotRun, Result } from './types.ts'

export type ExecutionParts = { call: Call; spool: Spool | undefined; patience: Patience }

export type Target = { id: string; action: Action }

type Run<T> = (args: Record<string, unknown>, action: Action) => T | Promise<T>

type Attempt = Extract<Kept, { kind: 'execution' }>

/**
 * Takes the permission under a name of this attempt's own, so that a lost answer can be asked for again while no other attempt gets
 * it. What is about to happen is on disk before it does: whoever starts next knows what was left.
 */
export async function executeOnce<T>(parts: ExecutionParts, { id, action }: Target, run: Run<T>): Promise<Executed<T>> {
  const attempt: Attempt = { kind: 'execution', decision: id, action, attempt: freshName(), stage: 'asked' }
  await parts.spool?.keep(attempt)
  const refused = await take(parts, attempt)
  if (refused) return refused
  await parts.spool?.keep({ ...attempt, stage: 'started' })
  const value = await runAndTell(parts, attempt, run)
  return { ran: true, value, isReported: await finish(parts, attempt, { result: 'succeeded' }) }
}

/** What the action throws is thrown on, once it is told as failed. */
async function runAndTell<T>(parts: ExecutionParts, attempt: Attempt, run: Run<T>): Promise<T> {
  try {
    return await run(attempt.action.arguments, attempt.action)
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
    await finish(parts, attempt, { result: 'failed', detail })
    throw error
  }
}

/** Null once the permission is ours. */
async function take(parts: ExecutionParts, attempt: Attempt): Promise<Extract<Executed<never>, { ran: false }> | null> {
  const { decision: id, action } = attempt
  try {
    await patiently((signal) => call(parts, { id, action, key: attempt.attempt, signal }), parts.patience)
    return null
  } catch (error) {
    if (!isAway(error)) {
      await parts.spool?.forget(attempt)
      return notRun(refusalOf((error as CallError).problem), (error as Error).message)
    }
    await finish({ ...parts, patience: { patienceMs: 0 } }, attempt, { result: 'not_executed', detail: 'Pilotage could not be reached.' })
    return notRun('unavailable', 'Pilotage could not be reached, so nothing was run. Ask for a new decision, or hand the case to the team.')
  }
}

function call(parts: ExecutionParts, asked: { id: string; action: Action; key: string; signal: AbortSignal }) {
  const { id, action, key, signal } = asked
  return parts.call(routes.execute, { id, action }, { idempotencyKey: key, signal })
}

export function notRun(reason: NotRun, why: string): Extract<Executed<never>, { ran: false }> {
  return { ran: false, reason, why }
}

function refusalOf(problem: CallError['problem']): NotRun {
  if (problem.state === 'executed') return 'already_executed'
  if (problem.tier === 'human_only') return 'people_only'
  return problem.tier === 'review' && problem.code === 'conflict' ? 'waiting' : 'refused'
}

/** Tells the outcome, or keeps it until it can be told. Only then is the attempt forgotten. A refused report undoes no action. */
async function finish(parts: ExecutionParts, attempt: Attempt, outcome: { result: Result; detail?: string }): Promise<boolean> {
  const isReported = await reportOnce(parts, attempt.decision, outcome).catch(() => false)
  await parts.spool?.forget(attempt)
  return isReported
}

/** True when the outcome is on record, whoever put it there. */
export async function reportOnce(parts: ExecutionParts, id: string, outcome: { result: Result; detail?: string }): Promise<boolean> {
  const kept: Kept = { kind: 'outcome', decision: id, ...outcome }
  await parts.spool?.keep(kept)
  try {
    await patiently((signal) => parts.call(routes.reportOutcome, { id, ...outcome }, { signal }), parts.patience)
  } catch (error) {
    if (isAway(error)) return false
    const isKnown = error instanceof CallError && error.problem.code === 'conflict'
    await parts.spool?.forget(kept)
    if (!isKnown) throw error
  }
  await parts.spool?.forget(kept)
  return true
}
