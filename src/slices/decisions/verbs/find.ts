import { may, mayActFor, teamsOf } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { keyHashOf } from '../decision.ts'
import { type DecisionRow, decisionOfId, decisionOfKey } from '../store.ts'

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

const scope = 'decisions:read'

export const findDecision = read({
  scope,
  async run(db, asked: { team: string; aiAgent: string; run: string; call: string }, ctx) {
    const mayKnow = may(ctx.actor, scope, asked.team) && mayActFor(ctx.actor, asked.aiAgent)
    const row = mayKnow ? await decisionOfKey(db, asked.team, keyHashOf(asked)) : undefined
    if (!row)
      throw new AppError('not_found', `There is no decision for call ${asked.call} of run ${asked.run} that you may see.`, {
        next: 'Check team, AI agent, run and call, and that your key or role reaches the team.',
      })
    return { id: row.id }
  },
})
