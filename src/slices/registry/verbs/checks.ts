import { may, mayActFor, mayEverywhere } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { type AiAgent, requireNotRetired } from '../ai-agent.ts'
import { checkDay } from '../alarm.ts'
import type * as contract from '../contract.ts'
import type { Deployment } from '../deployment.ts'
import { holdAiAgent } from '../store/ai-agents.ts'
import { insertCheck } from '../store/checks.ts'
import { deploymentsOf } from '../store/deployments.ts'
import { ownersOf, type People } from './people.ts'
import { owns } from './rights.ts'
import { found } from './views.ts'

const scope = 'checks:write'

/** Once a day is enough: a second check on the same day changes nothing. */
export function checkToday(people: People) {
  return write({
    scope,
    action: 'ai_agent.check',
    async run(tx, input: InputOf<typeof contract.checkToday>, ctx) {
      const aiAgent = found(await holdAiAgent(tx, input.aiAgent, 'share'), input.aiAgent)
      requireNotRetired(aiAgent)
      requireClose(ctx, aiAgent, await deploymentsOf(tx, [aiAgent.id]))
      const owners = await ownersOf(tx, people, [aiAgent])
      const on = checkDay(owners.get(aiAgent.accountableOwner ?? '') ?? null, ctx.now)
      const isFirst = await insertCheck(tx, { aiAgentId: aiAgent.id, on, by: ctx.actor.pseudonym, at: ctx.now })
      const result = { aiAgentId: aiAgent.id, checkedOn: on, wasCheckedBefore: !isFirst }
      return { subject: `ai_agent:${aiAgent.id}`, after: { checkedOn: on, isFirst }, result }
    },
  })
}

/** A check counts when it comes from an owner, from a team that the AI agent works for, or from who looks after all of them. */
function requireClose({ actor }: Ctx, aiAgent: AiAgent, deployments: readonly Deployment[]): void {
  if (mayEverywhere(actor, scope) || owns(actor, aiAgent)) return
  if (mayActFor(actor, aiAgent.id) && deployments.some((each) => each.phase !== 'retired' && may(actor, scope, each.teamId))) return
  throw new AppError('not_allowed', `${aiAgent.name} is not yours and works for none of your teams.`, {
    next: 'Leave the check to its owners.',
  })
}
