import type { Tx } from '#kernel/db.ts'
import { holdEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { repeatedAnswer, toldReasons } from '#slices/policy/index.ts'
import { argumentsHashOf, type Decider } from '../decide.ts'
import { type Evidence, type Proposal, proposalOf } from '../decision.ts'
import { refusalOf } from '../review.ts'
import { type ReviewFacts, reviewFactsOf } from '../store/reviews.ts'
import { type DecisionRow, decisionOfId, executionOf, takeExecution } from '../store.ts'
import { decisionFor } from './find.ts'

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
      const permission = await permissionOf(tx, { decider, row, argumentsHash, epoch, now: ctx.now })
      const taken = await takeExecution(tx, { team: row.team_id, decision: row.id, argumentsHash, ...permission, at: ctx.now })
      if (!taken) throw alreadyTaken(await executionOf(tx, row.team_id, row.id))
      const after = { basis: permission.basis, argumentsHash }
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

type Asked = { decider: Decider; row: DecisionRow; argumentsHash: string; epoch: number; now: Date }

type Permission = { basis: 'autonomous' | 'approval'; approval: string | null }

async function permissionOf(tx: Tx, asked: Asked): Promise<Permission> {
  const { row } = asked
  if (row.record_only)
    throw new AppError('not_allowed', 'This deployment is in shadow: its decisions are recorded and never executed.', {
      next: 'Leave the work to the team.',
    })
  // An autonomous decision has no answer of a person to read; what was taken from it shows when it is taken again.
  const facts = row.tier === 'autonomous' ? null : await answeredFacts(tx, asked)
  const judged = facts?.edited_decision_id ? await editOf(tx, row, facts.edited_decision_id) : row
  const tier = tierNow(asked, judged)
  if (tier === 'autonomous' && row.tier === 'autonomous') {
    mustBeSame(asked.argumentsHash, row.arguments_hash)
    return { basis: 'autonomous', approval: null }
  }
  if (!facts?.approval_id)
    throw new AppError('conflict', 'Nobody has approved this yet.', { next: `Wait at /api/v1/decisions/${row.id}/review.`, tier })
  mustBeSame(asked.argumentsHash, facts.approved_hash)
  return { basis: 'approval', approval: facts.approval_id }
}

/** What people said, unless it forbids to execute. */
async function answeredFacts(tx: Tx, { row, now }: Asked): Promise<ReviewFacts> {
  const facts = await reviewFactsOf(tx, { team: row.team_id, decision: row.id })
  if (facts.basis) throw alreadyTaken({ basis: facts.basis, consumed_at: facts.consumed_at })
  const refused = refusalOf(facts, now)
  if (refused) throw new AppError(refused.code, refused.sentence, refused.details)
  return facts
}

/** The decision about the action that a teammate edited: it is judged again instead of the one that was proposed. */
async function editOf(tx: Tx, row: DecisionRow, id: string): Promise<DecisionRow> {
  const edit = await decisionOfId(tx, [row.team_id], id)
  must(edit, 'An approval names an edit that is on record')
  return edit
}

/** The stricter of what was recorded and what holds under exactly the epoch that the transaction holds. */
function tierNow(asked: Asked, row: DecisionRow): 'autonomous' | 'review' {
  const proposal = proposalOf(row)
  if (row === asked.row && proposal.editOf !== undefined)
    throw new AppError('not_allowed', 'This decision judged a teammate’s edit; it permits nothing by itself.', {
      next: `Execute decision ${proposal.editOf} with the edited action.`,
    })
  const judged = asked.decider.judgeAtOnce(proposal, asked.now)
  if (!judged || judged.epoch < asked.epoch) throw new Unprepared(proposal)
  const { tier, reasons } = repeatedAnswer(JSON.parse(row.entry) as Evidence, judged.judgement)
  if (tier !== 'human_only') return tier
  throw new AppError('not_allowed', `A person has to do this. ${toldReasons(reasons)[0]?.because ?? ''}`, {
    next: 'Hand the case to the team.',
    tier,
  })
}

function mustBeSame(shown: string, allowed: string | null): void {
  if (shown !== allowed)
    throw new AppError('conflict', 'These are not the arguments that were decided.', {
      next: 'Execute the action as it was approved, or ask for a new decision about the changed one.',
      allowed,
      shown,
    })
}

function alreadyTaken(taken: { basis: string; consumed_at: Date | null } | undefined): AppError {
  if (!taken)
    return new AppError('conflict', 'The outcome of this decision is on record, so nothing can begin any more.', {
      next: 'Ask for a new decision under a new call id.',
      state: 'ended',
    })
  if (taken.basis === 'withdrawn')
    return new AppError('not_allowed', 'A person overrode this decision.', {
      next: 'Do not run the action. The team goes on from here.',
      state: 'overridden',
    })
  return new AppError('conflict', 'This decision was executed already.', {
    next: 'Do not run the action again. Ask for a new decision under a new call id.',
    state: 'executed',
    consumedAt: taken.consumed_at?.toISOString(),
  })
}
