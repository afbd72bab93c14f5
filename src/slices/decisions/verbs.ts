import { mayActFor, requireActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import { holdEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { argumentsHashOf, type Decider } from './decide.ts'
import type { Evidence, Proposal } from './decision.ts'
import { repeatedAnswer, toldReasons } from './judge.ts'
import {
  addOutcome,
  addRunOutcome,
  approvalOf,
  type DecisionRow,
  decisionOfId,
  executionOf,
  type RunOutcome,
  takeExecution,
} from './store.ts'

/** The decision, if the actor may see its team and AI agent with that scope; the same words whether it is absent or foreign. */
export async function decisionFor(
  ctx: Ctx,
  db: Parameters<typeof decisionOfId>[0],
  found: { id: string; scope: string },
): Promise<DecisionRow> {
  const row = await decisionOfId(db, teamsOf(ctx.actor, found.scope), found.id)
  if (!row || !mayActFor(ctx.actor, row.ai_agent_id))
    throw new AppError('not_found', `There is no decision ${found.id} that you may see.`, {
      next: 'Check the id, and that your key or role reaches its team.',
    })
  return row
}

/** The proposal of a stored decision, as it was made. Throws once its content was erased. */
export function proposalOf(row: DecisionRow): Proposal {
  if (row.content === null)
    throw new AppError('conflict', 'The content of this decision was erased.', { next: 'It can still be proved, but not executed.' })
  const content = JSON.parse(row.content)
  return {
    aiAgent: row.ai_agent_id,
    team: row.team_id,
    decisionType: row.decision_type,
    run: row.run_id,
    call: row.call_id,
    ...content,
    process: content.process ?? undefined,
    confidence: content.confidence ?? undefined,
  }
}

type ExecuteInput = { id: string; action: Proposal['action'] }

/** Judging would have had to wait while the transaction holds its connection and the epoch. */
class Unprepared extends Error {
  override name = 'Unprepared'
  readonly proposal: Proposal

  constructor(proposal: Proposal) {
    super('What judging needs is not in memory')
    this.proposal = proposal
  }
}

/**
 * Takes the one permission to execute. Policy, phase and kill switches are judged again while the epoch is held still,
 * so nothing that was switched off can begin. What must be loaded first is loaded outside the transaction: inside it,
 * as many executions as there are connections would wait for one another for good.
 */
export function makeExecute(decider: Decider) {
  const take = write({
    scope: 'executions:write',
    action: 'decision.execute',
    async run(tx, input: ExecuteInput, ctx) {
      const row = await decisionFor(ctx, tx, { id: input.id, scope: 'executions:write' })
      const argumentsHash = argumentsHashOf(input.action)
      const epoch = await holdEpoch(tx)
      const basis = await basisOf(ctx, { decider, row, argumentsHash, epoch }, tx)
      const taken = await takeExecution(tx, { team: row.team_id, decision: row.id, argumentsHash, ...basis, at: ctx.now })
      if (!taken) throw alreadyTaken(await executionOf(tx, row.team_id, row.id))
      const after = { basis: taken.basis, argumentsHash }
      return { subject: `decision:${row.id}`, after, result: { ...after, consumedAt: ctx.now.toISOString() } }
    },
  })
  return async function execute(ctx: Ctx, input: ExecuteInput) {
    for (;;) {
      try {
        return await take(ctx, input)
      } catch (error) {
        if (!(error instanceof Unprepared)) throw error
        await decider.prepare(error.proposal)
      }
    }
  }
}

type Asked = { decider: Decider; row: DecisionRow; argumentsHash: string; epoch: number }

async function basisOf(
  ctx: Ctx,
  asked: Asked,
  tx: Parameters<typeof approvalOf>[0],
): Promise<{ basis: 'autonomous' | 'approval'; approval: string | null }> {
  const { row, argumentsHash } = asked
  const evidence = JSON.parse(row.entry) as Evidence
  if (row.record_only)
    throw new AppError('not_allowed', 'This deployment is in shadow: its decisions are recorded and never executed.', {
      next: 'Leave the work to the team.',
    })
  const now = judgementAt(asked, ctx.now)
  const { tier, reasons } = repeatedAnswer(evidence, now)
  if (tier === 'human_only')
    throw new AppError('not_allowed', `A person has to do this. ${toldReasons(reasons)[0]?.because ?? ''}`, {
      next: 'Hand the case to the team.',
      tier,
    })
  if (tier === 'autonomous') {
    mustBeSame(argumentsHash, row.arguments_hash)
    return { basis: 'autonomous', approval: null }
  }
  const approval = await approvalOf(tx, { team: row.team_id, decision: row.id, now: ctx.now })
  if (!approval)
    throw new AppError('conflict', 'Nobody has approved this yet.', { next: `Wait at /api/v1/decisions/${row.id}/review.`, tier })
  mustBeSame(argumentsHash, approval.arguments_hash)
  return { basis: 'approval', approval: approval.id }
}

/** Judges under exactly the epoch that the transaction holds. */
function judgementAt(asked: Asked, now: Date) {
  const proposal = proposalOf(asked.row)
  const judged = asked.decider.judgeAtOnce(proposal, now)
  if (!judged || judged.epoch < asked.epoch) throw new Unprepared(proposal)
  return judged.judgement
}

function mustBeSame(shown: string, allowed: string): void {
  if (shown !== allowed)
    throw new AppError('conflict', 'These are not the arguments that were decided.', {
      next: 'Ask for a new decision about the changed action.',
      allowed,
      shown,
    })
}

function alreadyTaken(taken: { consumed_at: Date } | undefined): AppError {
  return new AppError('conflict', 'This decision was executed already.', {
    next: 'Do not run the action again. Ask for a new decision under a new call id.',
    consumedAt: taken?.consumed_at.toISOString(),
  })
}

type OutcomeInput = { id: string; result: 'succeeded' | 'failed' | 'not_executed'; detail?: string; occurredAt?: string }

export const reportOutcome = write({
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
    const result = { result: made.result, detail: made.detail, reportedAt: made.reported_at.toISOString() }
    return { subject: `decision:${row.id}`, after: { result: made.result }, result }
  },
})

export const reportRun = write({
  scope: 'outcomes:write',
  action: 'run.outcome',
  async run(tx, input: RunOutcome, ctx) {
    requireScope(ctx.actor, 'outcomes:write', input.team)
    requireActFor(ctx.actor, input.aiAgent)
    const known = await addRunOutcome(tx, input, ctx.now)
    if (!known.is_new && known.result !== input.result)
      throw new AppError('conflict', `Run ${input.run} is on record as ${known.result}.`, { next: 'The end of a run is reported once.' })
    const result = { result: known.result, reportedAt: known.reported_at.toISOString() }
    return { subject: `run:${input.aiAgent}/${input.run}`, after: { result: known.result }, result }
  },
})
