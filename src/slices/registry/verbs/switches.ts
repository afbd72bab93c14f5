import { requireActFor, requireEverywhere, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import type { AiAgent } from '../ai-agent.ts'
import type * as contract from '../contract.ts'
import type { KillSwitch } from '../kill-switch.ts'
import { findDeployment } from '../store/deployments.ts'
import { holdSwitch, saveSwitch, switchCursor, switchesAfter } from '../store/switches.ts'
import { toSwitch } from '../wire.ts'
import { ownersOf, type People } from './people.ts'
import { owns, requireOver } from './rights.ts'
import { readAiAgent } from './views.ts'

const scope = 'kill-switch:write'

export const listKillSwitches = read({
  scope: 'ai-agents:read',
  async run(db, input: InputOf<typeof contract.listKillSwitches>) {
    const switches = await switchesAfter(db, { ...input, limit: input.limit + 1 })
    const shown = switches.slice(0, input.limit)
    const last = shown.at(-1)
    return { items: shown.map(toSwitch), next: last && switches.length > shown.length ? switchCursor(last) : null }
  },
})

/** Needs no If-Match: who stops something must not be asked to read first. */
export function setKillSwitch(people: People) {
  return write({
    scope,
    action: 'kill_switch.set',
    async run(tx, input: InputOf<typeof contract.setKillSwitch>, ctx) {
      const aiAgent = await requireTarget(tx, input, ctx)
      const target = input.target ?? '*'
      const before = await holdSwitch(tx, { scope: input.scope, target })
      if (!input.isOn && !before?.isOn)
        throw new AppError('conflict', 'That switch is not on.', { next: 'Nothing is left to do. See /api/v1/kill-switches.' })
      const after: KillSwitch = {
        scope: input.scope,
        target,
        isOn: input.isOn,
        reason: input.reason,
        whoToAsk: input.whoToAsk ?? (await whoToAsk(tx, people, aiAgent)),
        by: ctx.actor.pseudonym,
        at: ctx.now,
      }
      await saveSwitch(tx, after)
      // Every node reads all switches again: they are few, and one key cannot be missed.
      await bumpEpoch(tx, 'kill_switch', '*')
      const subject = `kill_switch:${input.scope}/${target}`
      return { subject, before: before ? told(before) : undefined, after: told(after), reason: input.reason, result: toSwitch(after) }
    },
  })
}

function told({ isOn, reason, whoToAsk: ask }: KillSwitch) {
  return { isOn, reason, whoToAsk: ask }
}

/** The AI agent that the switch is about, null for all; refuses what is not there and what is not the actor's to stop. */
async function requireTarget(tx: Tx, input: InputOf<typeof contract.setKillSwitch>, ctx: Ctx): Promise<AiAgent | null> {
  const { actor } = ctx
  if (input.scope === 'all') {
    if (input.target !== undefined && input.target !== '*') throw targetFault('Leave target out: this switch stops all AI agents.')
    requireEverywhere(actor, scope)
    return null
  }
  if (input.target === undefined) throw targetFault(`Name the ${input.scope === 'deployment' ? 'deployment' : 'AI agent'} to stop.`)
  if (input.scope === 'ai_agent') {
    const aiAgent = await readAiAgent(tx, input.target)
    requireOver(actor, scope, aiAgent)
    return aiAgent
  }
  return requireDeployment(tx, input.target, ctx)
}

async function requireDeployment(tx: Tx, id: string, { actor }: Ctx): Promise<AiAgent> {
  const deployment = await findDeployment(tx, id)
  if (!deployment) throw new AppError('not_found', `There is no deployment ${id}.`, { next: 'See /api/v1/deployments for what there is.' })
  const aiAgent = await readAiAgent(tx, deployment.aiAgentId)
  requireActFor(actor, aiAgent.id)
  if (!owns(actor, aiAgent)) requireScope(actor, scope, deployment.teamId)
  return aiAgent
}

function targetFault(sentence: string): AppError {
  return new AppError('invalid', sentence, { faults: [{ path: 'target', message: sentence }], next: 'Correct target and send it again.' })
}

async function whoToAsk(db: Queryable, people: People, aiAgent: AiAgent | null): Promise<string> {
  if (aiAgent?.accountableOwner == null) return 'an administrator'
  const owners = await ownersOf(db, people, [aiAgent])
  const owner = owners.get(aiAgent.accountableOwner)
  return owner?.isActive ? owner.name : 'an administrator'
}
