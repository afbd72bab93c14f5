import type { OutputOf } from '#kernel/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { type DecisionRow, decisionRow, type ReviewAnswer, settleReview, withdraw } from '#slices/decisions/index.ts'
import { ask, type World } from '../world.ts'

const hourMs = 3_600_000

/** What people and AI agents do to a decision that waits. The world is asked for when it is needed: it is made later. */
export function peopleOf(world: () => World) {
  /** A decision that waits for a person, as it is on record. */
  async function waiting(amount: unknown = 500, more: Record<string, unknown> = {}) {
    const request = ask(amount, more)
    const { id } = await world().call(decisions.decide, request)
    return { id, action: request.action, row: await rowOf(id) }
  }

  async function rowOf(id: string): Promise<DecisionRow> {
    return (await decisionRow(world().running.db, null, id)) as DecisionRow
  }

  function answer(row: DecisionRow, state: ReviewAnswer['state'], more: Partial<ReviewAnswer> = {}): Promise<boolean> {
    const at = world().clock.now()
    const approval = state === 'approved' ? { expiresAt: new Date(at.getTime() + hourMs) } : undefined
    const said = { teamId: row.team_id, decisionId: row.id, aiAgentId: row.ai_agent_id, state, approval, at, ...more }
    return world().running.db.tx((tx) => settleReview(tx, said))
  }

  /** A teammate's edit of the amount, judged as a decision of its own. */
  function edit(row: DecisionRow, amount: unknown, inputs?: Record<string, unknown>) {
    const action = { name: 'refund', arguments: { amount } }
    return world().running.decider.decideEdit({ now: world().clock.now() }, { row, action, inputs, exceptionId: row.id })
  }

  async function approveEdited(row: DecisionRow, amount: number): Promise<{ name: string; arguments: { amount: number } }> {
    const judged = await edit(row, amount)
    const action = { name: 'refund', arguments: { amount } }
    await answer(row, 'approved', { action, editedDecisionId: judged.id })
    return action
  }

  const execute = (id: string, action: { name: string; arguments: Record<string, unknown> }) =>
    world().call(decisions.execute, { id, action })
  const reviewOf = (id: string): Promise<OutputOf<typeof decisions.getReview>> => world().call(decisions.getReview, { id })
  const override = (row: DecisionRow) => world().running.db.tx((tx) => withdraw(tx, { row, at: world().clock.now() }))

  return { waiting, rowOf, answer, edit, approveEdited, execute, reviewOf, override }
}
