import type { OutputOf } from '#kernel/contract.ts'
import { read } from '#kernel/verb.ts'
import type { getReview as route } from '../contract.ts'
import { reviewState } from '../review.ts'
import { type ReviewFacts, reviewFactsOf } from '../store/reviews.ts'
import type { DecisionRow } from '../store.ts'
import { decisionFor } from './find.ts'

type Review = OutputOf<typeof route>

export const getReview = read({
  scope: 'decisions:read',
  async run(db, input: { id: string }, ctx): Promise<Review> {
    const row = await decisionFor(ctx, db, { id: input.id, scope: 'decisions:read' })
    const facts = await reviewFactsOf(db, { team: row.team_id, decision: row.id })
    return toReview(row, facts, ctx.now)
  },
})

function toReview(row: DecisionRow, facts: ReviewFacts, now: Date): Review {
  const state = reviewState(row, facts, now)
  // An answer that something else came before tells no reason of its own: an approval that was overridden, for one.
  const isAnswer = facts.state === state || state === 'executed'
  return {
    state,
    argumentsHash: facts.approved_hash ?? row.arguments_hash,
    action: facts.action === null ? null : JSON.parse(facts.action),
    approvedUntil: state === 'approved' ? (facts.expires_at?.toISOString() ?? null) : null,
    reasonCode: isAnswer ? facts.reason_code : null,
    message: isAnswer ? facts.message : null,
    settledAt: (facts.basis === 'withdrawn' ? facts.consumed_at : facts.settled_at)?.toISOString() ?? null,
  }
}
