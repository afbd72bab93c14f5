import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { type Change, type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { type AiAgent, change, difference, discovered, register, retire, withOwners } from '../ai-agent.ts'
import type * as contract from '../contract.ts'
import { movesFrom } from '../deployment.ts'
import { aiAgentsAfter, holdAiAgent, insertUnknown, saveAiAgents } from '../store/ai-agents.ts'
import { deploymentsOf, saveDeployments } from '../store/deployments.ts'
import type { AiAgentAnswer } from '../wire.ts'
import { findOwners, type People } from './people.ts'
import { requireOver } from './rights.ts'
import { found, readAiAgent, summariesOf, viewOf } from './views.ts'

export function listAiAgents(people: People) {
  return read({
    scope: 'ai-agents:read',
    async run(db, input: InputOf<typeof contract.listAiAgents>, ctx) {
      const aiAgents = await aiAgentsAfter(db, { ...input, limit: input.limit + 1 })
      const shown = aiAgents.slice(0, input.limit)
      const next = aiAgents.length > shown.length ? (shown.at(-1)?.id ?? null) : null
      return { items: await summariesOf(db, people, { aiAgents: shown, now: ctx.now }), next }
    },
  })
}

export function getAiAgent(people: People) {
  return read({
    scope: 'ai-agents:read',
    async run(db, input: InputOf<typeof contract.getAiAgent>, ctx) {
      return viewOf(db, people, { aiAgent: await readAiAgent(db, input.aiAgent), now: ctx.now })
    },
  })
}

export function registerAiAgent(people: People) {
  return write({
    scope: 'ai-agents:write',
    everywhere: true,
    action: 'ai_agent.register',
    async run(tx, input: InputOf<typeof contract.registerAiAgent>, ctx) {
      // Whoever registers the same id at the same moment waits here, and then finds it registered.
      const [isNew] = await insertUnknown(tx, [discovered(input.id, ctx.now)])
      const known = isNew === undefined ? await holdAiAgent(tx, input.id, 'update') : null
      const owners = await findOwners(tx, people, input)
      const after = register(known, { ...input, ...owners }, ctx.now)
      return keep(tx, people, { ctx, before: known, after })
    },
  })
}

export function changeAiAgent(people: People) {
  return write({
    scope: 'ai-agents:write',
    action: 'ai_agent.change',
    async run(tx, input: InputOf<typeof contract.changeAiAgent>, ctx) {
      const before = await holdToEdit(tx, input.aiAgent, ctx)
      const { aiAgent: _id, ...edit } = input
      return keep(tx, people, { ctx, before, after: change(before, edit, ctx.now) })
    },
  })
}

export function setOwners(people: People) {
  return write({
    scope: 'ai-agents:write',
    action: 'ai_agent.set_owners',
    async run(tx, input: InputOf<typeof contract.setOwners>, ctx) {
      const before = await holdToEdit(tx, input.aiAgent, ctx)
      const owners = await findOwners(tx, people, input)
      const deployments = await deploymentsOf(tx, [before.id])
      const isLive = deployments.some((each) => each.phase === 'live')
      return keep(tx, people, { ctx, before, after: withOwners(before, owners, { isLive, at: ctx.now }) })
    },
  })
}

export function retireAiAgent(people: People) {
  return write({
    scope: 'ai-agents:write',
    action: 'ai_agent.retire',
    async run(tx, input: InputOf<typeof contract.retireAiAgent>, ctx) {
      const before = await holdToEdit(tx, input.aiAgent, ctx)
      const after = retire(before, ctx.now)
      const stopped = await retireDeployments(tx, before.id, ctx.now)
      const kept = await keep(tx, people, { ctx, before, after })
      for (const teamId of new Set(stopped.map((each) => each.teamId))) await bumpEpoch(tx, 'deployment', `${before.id}/${teamId}`)
      return { ...kept, after: { ...kept.after, retiredDeployments: stopped.map((each) => each.id) }, reason: input.reason }
    },
  })
}

/** Ends everything that the AI agent is deployed for. */
async function retireDeployments(tx: Tx, aiAgentId: string, at: Date) {
  const atWork = (await deploymentsOf(tx, [aiAgentId])).filter((each) => movesFrom(each).includes('retired'))
  const ended = atWork.map((each) => ({ ...each, phase: 'retired' as const, pausedFrom: null, etag: each.etag + 1, changedAt: at }))
  await saveDeployments(tx, ended)
  return ended
}

async function holdToEdit(tx: Tx, id: string, ctx: Ctx): Promise<AiAgent> {
  const aiAgent = found(await holdAiAgent(tx, id, 'update'), id)
  requireOver(ctx.actor, 'ai-agents:write', aiAgent)
  requireMatch(ctx, String(aiAgent.etag), 'AI agent')
  return aiAgent
}

type Kept = { ctx: Ctx; before: AiAgent | null; after: AiAgent }
type AiAgentChange = Change<AiAgentAnswer> & { after: Record<string, unknown> }

async function keep(tx: Tx, people: People, { ctx, before, after }: Kept): Promise<AiAgentChange> {
  await saveAiAgents(tx, [after])
  const differs = difference(before, after)
  const result = await viewOf(tx, people, { aiAgent: after, now: ctx.now })
  await bumpEpoch(tx, 'ai_agent', after.id)
  return { subject: `ai_agent:${after.id}`, before: before ? differs.before : undefined, after: differs.after, result }
}
