import type { Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import { argumentsHashOf } from '../decide.ts'
import { addReviewAnswer, type ReviewAnswer, takeAway } from '../store/reviews.ts'
import type { DecisionRow } from '../store.ts'

/**
 * Gives a waiting decision its one answer and wakes whoever waits for it, as part of the caller's act. False when it was answered
 * before: nothing was changed then. An approval is bound to the arguments of the edited action, else of the proposed one.
 */
export function settleReview(tx: Tx, answer: ReviewAnswer): Promise<boolean> {
  must((answer.state === 'approved') === (answer.approval !== undefined), 'An approval says until when it lasts, and nothing else does')
  must(!answer.action === !answer.editedDecisionId, 'An edited action comes with the decision that judged it')
  return addReviewAnswer(tx, { ...answer, argumentsHash: answer.action ? argumentsHashOf(answer.action) : null })
}

/**
 * Takes the one permission of a decision away, as part of the caller's act. Either this or an execution happens, never both:
 * `wasExecuted` says that the action had begun before.
 */
export async function withdraw(
  tx: Tx,
  taken: { row: Pick<DecisionRow, 'id' | 'team_id' | 'ai_agent_id' | 'arguments_hash'>; at: Date },
): Promise<{ wasExecuted: boolean }> {
  const earlier = await takeAway(tx, taken)
  return { wasExecuted: earlier !== undefined && earlier.basis !== 'withdrawn' }
}
