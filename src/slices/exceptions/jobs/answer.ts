import type { Tx } from '#kernel/db.ts'
import { type ReviewAnswer, settleReview } from '#slices/decisions/index.ts'
import { publishEvent } from '#slices/notifications/index.ts'

/** The item that answers, and what a person did with it; null where nobody came. */
type By = { exception: string; verb: string | null }

/** Tells the AI agent that asked what came of its proposal: where it waits, and by webhook. It is told once; what was said before stays. */
export async function answerAgent(tx: Tx, answer: ReviewAnswer, { exception, verb }: By): Promise<void> {
  if (!(await settleReview(tx, answer))) return
  const { teamId, aiAgentId, decisionId: decision, state, reasonCode = null, at } = answer
  await publishEvent(tx, { teamId, aiAgentId, type: 'review.resolved', data: { exception, decision, verb, reasonCode, state }, at })
}
