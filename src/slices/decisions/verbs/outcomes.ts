import { requireActFor, requireScope } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { write } from '#kernel/verb.ts'
import { addOutcome, addRunOutcome, type DecisionRow, type RunOutcome } from '../store.ts'
import { decisionFor } from './find.ts'

/** Something that an AI agent began and did not bring to its end: one action, or its whole run when `decision` is null. */
export type Failure = {
  teamId: string
  aiAgentId: string
  runId: string
  decision: DecisionRow | null
  detail: string | null
  at: Date
}

/** Told of each failure once, in the transaction that puts it on record. */
export type OnFailure = (tx: Tx, failure: Failure) => Promise<void>

type OutcomeInput = { id: string; result: 'succeeded' | 'failed' | 'not_executed'; detail?: string; occurredAt?: string }

export function makeReportOutcome(onFailure: OnFailure) {
  return write({
    scope: 'outcomes:write',
    action: 'decision.outcome',
    async run(tx, input: OutcomeInput, ctx) {
      const row = await decisionFor(ctx, tx, { id: input.id, scope: 'outcomes:write' })
      const made = await addOutcome(tx, {
        team: row.team_id,
        decision: row.id,
        result: input.result,
        detail: input.detail ?? null,
        at: ctx.now,
        occurredAt: input.occurredAt ?? null,
      })
      if (!made)
        throw new AppError('conflict', 'The outcome of this decision is on record already.', {
          next: 'An outcome is reported once. Read it with the decision.',
        })
      const failure = {
        teamId: row.team_id,
        aiAgentId: row.ai_agent_id,
        runId: row.run_id,
        decision: row,
        detail: made.detail,
        at: ctx.now,
      }
      if (made.result === 'failed') await onFailure(tx, failure)
      const result = { result: made.result, detail: made.detail, reportedAt: made.reported_at.toISOString() }
      return { subject: `decision:${row.id}`, after: { result: made.result }, result }
    },
  })
}

export function makeReportRun(onFailure: OnFailure) {
  return write({
    scope: 'outcomes:write',
    action: 'run.outcome',
    async run(tx, input: RunOutcome, ctx) {
      requireScope(ctx.actor, 'outcomes:write', input.team)
      requireActFor(ctx.actor, input.aiAgent)
      const known = await addRunOutcome(tx, input, ctx.now)
      if (!known.is_new && known.result !== input.result)
        throw new AppError('conflict', `Run ${input.run} is on record as ${known.result}.`, { next: 'The end of a run is reported once.' })
      const { team, aiAgent, run, detail = null } = input
      if (known.is_new && known.result === 'failed')
        await onFailure(tx, { teamId: team, aiAgentId: aiAgent, runId: run, decision: null, detail, at: ctx.now })
      const result = { result: known.result, reportedAt: known.reported_at.toISOString() }
      return { subject: `run:${aiAgent}/${run}`, after: { result: known.result }, result }
    },
  })
}
