import { may, mayActFor, requireActFor, requireScope } from '#kernel/actor.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import type { Bell } from '../bell.ts'
import type { getReview as route } from '../contract.ts'
import { reviewState } from '../review.ts'
import { type ReviewFacts, reviewFactsOf } from '../store/reviews.ts'
import type { DecisionRow } from '../store.ts'
import { decisionFor } from './find.ts'

type Review = OutputOf<typeof route>

const scope = 'decisions:read'

/** Where a decision stands, at once or as soon as a person answered. No connection is held while it waits. */
export function makeGetReview(bell: Bell) {
  return read({
    scope,
    async run(db, input: { id: string; waitSeconds?: number }, ctx): Promise<Review> {
      const row = await decisionFor(ctx, db, { id: input.id, scope })
      if (!input.waitSeconds) return reviewNow(db, row, ctx.now)
      const wait = bell.wait({ team: row.team_id, decision: row.id }, { ms: input.waitSeconds * 1000, signal: ctx.signal })
      try {
        const first = await reviewNow(db, row, ctx.now)
        if (first.state !== 'waiting') return first
        await wait.rung
        return ctx.signal?.aborted ? first : await reviewNow(db, row, ctx.now)
      } finally {
        wait.end()
      }
    },
  })
}

export function makeReviewEvents(bell: Bell) {
  return function reviewEvents({ actor, signal }: Ctx, asked: { team?: string; aiAgent?: string }): AsyncIterable<string> {
    requireScope(actor, scope, asked.team)
    if (asked.aiAgent !== undefined) requireActFor(actor, asked.aiAgent)
    return bell.open({
      signal,
      sees: ({ team, aiAgent }) =>
        may(actor, scope, team) && mayActFor(actor, aiAgent) && (asked.team ?? team) === team && (asked.aiAgent ?? aiAgent) === aiAgent,
    })
  }
}

async function reviewNow(db: Db, row: DecisionRow, now: Date): Promise<Review> {
  return toReview(row, await reviewFactsOf(db, { team: row.team_id, decision: row.id }), now)
}

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
