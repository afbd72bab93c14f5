import { requireScope } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db, Queryable, Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { type AiAgent, difference } from '../ai-agent.ts'
import type * as contract from '../contract.ts'
import { type LineFault, type RegistryFile, readRegistryFile } from '../registry-file.ts'
import { type Known, type Plan, planImport } from '../registry-plan.ts'
import { registryText } from '../registry-text.ts'
import { aiAgentsAfter, aiAgentsByIds, holdRegistry, saveAiAgents } from '../store/ai-agents.ts'
import { deploymentsOf, saveDeployments } from '../store/deployments.ts'
import { type RequireMayLaunch, requireLaunch } from './launch.ts'
import { ownersOf, type People } from './people.ts'

const exportMax = 10_000

export function exportRegistry(people: People) {
  return read({
    scope: 'ai-agents:read',
    async run(db: Db, input: InputOf<typeof contract.exportRegistry>) {
      const aiAgents = await aiAgentsAfter(db, { limit: exportMax })
      const ids = aiAgents.map((each) => each.id)
      const state = { aiAgents, deployments: await deploymentsOf(db, ids), people: await ownersOf(db, people, aiAgents) }
      return registryText(state, input.format)
    },
  })
}

type Imported = OutputOf<typeof contract.importRegistry>

/** What an import would do. Nothing is changed. */
export function tryImport(people: People) {
  return read({
    scope: 'ai-agents:write',
    everywhere: true,
    async run(db: Db, input: { text: string }, ctx): Promise<Imported> {
      const plan = await planFrom(db, people, { text: input.text, now: ctx.now })
      return { isApplied: false, rows: plan.rows }
    },
  })
}

/** Brings everything in, or refuses with every fault and changes nothing. */
export function applyImport(people: People, requireMayLaunch: RequireMayLaunch) {
  return write({
    scope: 'ai-agents:write',
    everywhere: true,
    action: 'registry.import',
    async run(tx, input: { text: string }, ctx) {
      await holdRegistry(tx)
      const plan = await planFrom(tx, people, { text: input.text, now: ctx.now })
      refuseFaults(plan)
      for (const { after } of plan.deployments) requireScope(ctx.actor, 'deployments:write', after.teamId)
      for (const change of plan.deployments) await requireLaunch(tx, { requireMayLaunch, ...change })
      await savePlan(tx, plan, ctx)
      const count = (result: string) => plan.rows.filter((row) => row.result === result).length
      const after = { created: count('created'), changed: count('changed'), unchanged: count('unchanged') }
      return { subject: 'registry', after, result: { isApplied: true, rows: plan.rows } satisfies Imported }
    },
  })
}

async function planFrom(db: Queryable, people: People, given: { text: string; now: Date }): Promise<Plan> {
  const file = readRegistryFile(given.text)
  return planImport(file, await knownTo(db, people, { file, now: given.now }))
}

async function knownTo(db: Queryable, people: People, asked: { file: RegistryFile; now: Date }): Promise<Known> {
  const told = asked.file.entries.flatMap((entry) => entry.told ?? [])
  const ids = told.map((each) => each.id)
  const aiAgents = await aiAgentsByIds(db, ids)
  const emails = told.flatMap((each) => [each.accountableOwner, each.technicalOwner]).filter((email) => email != null)
  const named = emails.length === 0 ? [] : await people.byEmails(db, [...new Set(emails)])
  const owners = await ownersOf(db, people, aiAgents)
  const teamIds = new Set(told.flatMap((each) => each.deployments.map((deployment) => deployment.team)))
  return {
    aiAgents: new Map(aiAgents.map((each) => [each.id, each])),
    deployments: await deploymentsOf(db, ids),
    byEmail: new Map(named.map((person) => [person.email.toLowerCase(), person])),
    byId: new Map([...owners, ...named.map((person) => [person.id, person] as const)]),
    teams: new Set(teamIds.size === 0 ? [] : await people.teams(db, [...teamIds])),
    now: asked.now,
  }
}

function refuseFaults(plan: Plan): void {
  const faults = plan.rows.flatMap((row) => row.faults)
  if (faults.length === 0) return
  const [first] = faults as [LineFault]
  throw new AppError(
    'invalid',
    `The text has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}. Line ${first.line}: ${first.message}`,
    {
      faults: faults.slice(0, 100).map(({ line, path, message }) => ({ path: `line ${line}${path && `: ${path}`}`, message })),
      next: 'Nothing was changed. Correct the lines in faults and send it again; dryRun tells what would happen.',
    },
  )
}

async function savePlan(tx: Tx, plan: Plan, ctx: Ctx): Promise<void> {
  await saveAiAgents(
    tx,
    plan.aiAgents.map((each) => each.after),
  )
  await saveDeployments(
    tx,
    plan.deployments.map((each) => each.after),
  )
  const entry = { actor: ctx.actor, at: ctx.now }
  for (const { before, after } of plan.aiAgents)
    await ctx.audit(tx, { ...entry, action: 'ai_agent.import', subject: `ai_agent:${after.id}`, ...differenceTold(before, after) })
  for (const { before, after } of plan.deployments)
    await ctx.audit(tx, {
      ...entry,
      action: 'deployment.import',
      subject: `deployment:${after.id}`,
      before: before ? { phase: before.phase, aiAgentVersion: before.aiAgentVersion } : undefined,
      after: { phase: after.phase, aiAgentVersion: after.aiAgentVersion },
    })
  if (plan.aiAgents.length > 0) await bumpEpoch(tx, 'ai_agent', '*')
  if (plan.deployments.length > 0) await bumpEpoch(tx, 'deployment', '*')
}

function differenceTold(before: AiAgent | null, after: AiAgent) {
  const differs = difference(before, after)
  return { before: before ? differs.before : undefined, after: differs.after }
}
