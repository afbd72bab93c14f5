import { may, requireActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { type AiAgent, requireRegistered } from '../ai-agent.ts'
import type * as contract from '../contract.ts'
import { type Deployment, deploymentId, isRestricting, move, type Phase, requireReady } from '../deployment.ts'
import { holdAiAgent } from '../store/ai-agents.ts'
import { deploymentsAfter, deploymentsOfPair, findDeployment, holdDeployment, saveDeployments } from '../store/deployments.ts'
import { toDeployment } from '../wire.ts'
import { type RequireMayLaunch, requireLaunch } from './launch.ts'
import { type People, readinessOf, requireTeam } from './people.ts'
import { owns } from './rights.ts'
import { found } from './views.ts'

const scope = 'deployments:write'

export const listDeployments = read({
  scope: 'ai-agents:read',
  async run(db, input: InputOf<typeof contract.listDeployments>) {
    const deployments = await deploymentsAfter(db, { ...input, limit: input.limit + 1 })
    const shown = deployments.slice(0, input.limit)
    return { items: shown.map(toDeployment), next: deployments.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

export const getDeployment = read({
  scope: 'ai-agents:read',
  async run(db, input: InputOf<typeof contract.getDeployment>) {
    return toDeployment(await readDeployment(db, input.deployment))
  },
})

export function createDeployment(people: People, requireMayLaunch: RequireMayLaunch) {
  return write({
    scope,
    action: 'deployment.create',
    async run(tx, input: InputOf<typeof contract.createDeployment>, ctx) {
      requireScope(ctx.actor, scope, input.teamId)
      requireActFor(ctx.actor, input.aiAgentId)
      await requireTeam(tx, people, input.teamId)
      // Held for a change, so that two who deploy the same AI agent follow one another.
      const aiAgent = found(await holdAiAgent(tx, input.aiAgentId, 'update'), input.aiAgentId)
      requireRegistered(aiAgent)
      requireReady(input.phase, await readinessOf(tx, people, aiAgent))
      const earlier = (await deploymentsOfPair(tx, input)).filter((each) => each.process === input.process)
      const made = begin(input, { earlier, aiAgent, at: ctx.now })
      await requireLaunch(tx, { requireMayLaunch, before: null, after: made })
      return keep(tx, null, made)
    },
  })
}

type Begun = { earlier: readonly Deployment[]; aiAgent: AiAgent; at: Date }

function begin(input: InputOf<typeof contract.createDeployment>, { earlier, aiAgent, at }: Begun): Deployment {
  const atWork = earlier.find((each) => each.phase !== 'retired')
  if (atWork)
    throw new AppError('conflict', `${aiAgent.name} is deployed for team ${input.teamId} and ${input.process} already.`, {
      next: `Change the phase of ${atWork.id} instead, or name another process.`,
    })
  return {
    id: deploymentId(input, earlier.length + 1),
    aiAgentId: input.aiAgentId,
    teamId: input.teamId,
    process: input.process,
    aiAgentVersion: input.aiAgentVersion ?? aiAgent.version,
    phase: input.phase,
    pausedFrom: null,
    etag: 1,
    changedAt: at,
  }
}

export function changePhase(people: People, requireMayLaunch: RequireMayLaunch) {
  return write({
    scope,
    action: 'deployment.change_phase',
    async run(tx, input: InputOf<typeof contract.changePhase>, ctx) {
      const { aiAgentId } = await readDeployment(tx, input.deployment)
      const aiAgent = found(await holdAiAgent(tx, aiAgentId, 'share'), aiAgentId)
      const before = foundDeployment(await holdDeployment(tx, input.deployment), input.deployment)
      requireTeamOrOwner(ctx, { aiAgent, deployment: before, to: input.phase })
      requireMatch(ctx, String(before.etag), 'deployment')
      const to = { phase: input.phase, aiAgentVersion: input.aiAgentVersion, at: ctx.now }
      const after = move(before, to, await readinessOf(tx, people, aiAgent))
      await requireLaunch(tx, { requireMayLaunch, before, after })
      return { ...(await keep(tx, before, after)), reason: input.reason }
    },
  })
}

/** The team's people decide about the team's deployments; the AI agent's owners may hold it back anywhere. */
function requireTeamOrOwner(ctx: Ctx, asked: { aiAgent: AiAgent; deployment: Deployment; to: Phase }): void {
  const { aiAgent, deployment, to } = asked
  requireActFor(ctx.actor, aiAgent.id)
  if (may(ctx.actor, scope, deployment.teamId)) return
  if (owns(ctx.actor, aiAgent) && isRestricting(deployment.phase, to)) return
  requireScope(ctx.actor, scope, deployment.teamId)
}

async function keep(tx: Tx, before: Deployment | null, after: Deployment) {
  await saveDeployments(tx, [after])
  await bumpEpoch(tx, 'deployment', `${after.aiAgentId}/${after.teamId}`)
  return { subject: `deployment:${after.id}`, before: before ? told(before) : undefined, after: told(after), result: toDeployment(after) }
}

function told({ phase, pausedFrom, aiAgentVersion }: Deployment) {
  return { phase, pausedFrom, aiAgentVersion }
}

async function readDeployment(db: Queryable, id: string): Promise<Deployment> {
  return foundDeployment(await findDeployment(db, id), id)
}

function foundDeployment(deployment: Deployment | null, id: string): Deployment {
  if (deployment) return deployment
  throw new AppError('not_found', `There is no deployment ${id}.`, { next: 'See /api/v1/deployments for what there is.' })
}
