import type * as z from 'zod/mini'
import type { AiAgent } from './ai-agent.ts'
import { type Alarm, alarmsOf } from './alarm.ts'
import { completenessOf } from './card.ts'
import type * as shapes from './contract/shapes.ts'
import { type Deployment, movesFrom } from './deployment.ts'
import { covers, type KillSwitch } from './kill-switch.ts'

export type SummaryAnswer = z.infer<typeof shapes.AiAgentSummary>
export type AiAgentAnswer = z.infer<typeof shapes.AiAgent>
export type DeploymentAnswer = z.infer<typeof shapes.Deployment>
export type SwitchAnswer = z.infer<typeof shapes.KillSwitch>
type OwnerAnswer = z.infer<typeof shapes.Owner>

/** What the registry knows of a person: enough to name an owner, and no more. */
export type Person = { id: string; name: string; email: string; isActive: boolean; timeZone: string }

/** An AI agent with everything around it that an answer needs. */
export type Surroundings = {
  people: ReadonlyMap<string, Person>
  deployments: readonly Deployment[]
  switches: readonly KillSwitch[]
  lastCheckedOn: string | null
  now: Date
}

export type SightingFacts = { teamId: string; process: string; seenAt: Date }

export function toSummary(aiAgent: AiAgent, around: Surroundings): SummaryAnswer {
  return {
    id: aiAgent.id,
    name: aiAgent.name,
    function: aiAgent.function,
    vendor: aiAgent.vendor,
    runtime: aiAgent.runtime,
    version: aiAgent.version,
    stage: aiAgent.stage,
    status: aiAgent.status,
    launchedOn: aiAgent.launchedOn,
    lastReviewOn: aiAgent.lastReviewOn,
    accountableOwner: toOwner(aiAgent.accountableOwner, around.people),
    technicalOwner: toOwner(aiAgent.technicalOwner, around.people),
    cardShare: completenessOf(aiAgent.card, aiAgent.accountableOwner).share,
    alarms: alarmsAround(aiAgent, around),
    deployments: around.deployments.map(({ id, teamId, process, phase }) => ({ id, teamId, process, phase })),
    isSwitchedOff: around.switches.some((each) => each.isOn && covers(each, { aiAgentId: aiAgent.id })),
    changedAt: aiAgent.changedAt.toISOString(),
    etag: String(aiAgent.etag),
  }
}

function alarmsAround(aiAgent: AiAgent, around: Surroundings): Alarm[] {
  const person = (id: string | null) => (id === null ? null : (around.people.get(id) ?? null))
  return alarmsOf({
    aiAgent,
    accountable: person(aiAgent.accountableOwner),
    technical: person(aiAgent.technicalOwner),
    phases: around.deployments.map((each) => each.phase),
    lastCheckedOn: around.lastCheckedOn,
    now: around.now,
  })
}

function toOwner(id: string | null, people: ReadonlyMap<string, Person>): OwnerAnswer | null {
  if (id === null) return null
  const person = people.get(id)
  return { id, name: person?.name ?? 'Somebody who is no longer here', isActive: person?.isActive ?? false }
}

export function toAiAgent(aiAgent: AiAgent, around: Surroundings, sightings: readonly SightingFacts[]): AiAgentAnswer {
  const places = [{ aiAgentId: aiAgent.id }, ...around.deployments.map((each) => ({ aiAgentId: aiAgent.id, deploymentId: each.id }))]
  return {
    ...toSummary(aiAgent, around),
    deployments: around.deployments.map(toDeployment),
    card: aiAgent.card,
    completeness: completenessOf(aiAgent.card, aiAgent.accountableOwner),
    sightings: sightings.map(({ teamId, process, seenAt }) => ({ teamId, process: process || null, seenAt: seenAt.toISOString() })),
    switches: around.switches.filter((each) => each.isOn && places.some((place) => covers(each, place))).map(toSwitch),
    lastCheckedOn: around.lastCheckedOn,
    foundAt: aiAgent.foundAt.toISOString(),
  }
}

export function toDeployment(deployment: Deployment): DeploymentAnswer {
  return {
    ...deployment,
    mayBecome: movesFrom(deployment),
    changedAt: deployment.changedAt.toISOString(),
    etag: String(deployment.etag),
  }
}

/** A switch without the pseudonym of whoever set it: that stands in the audit log. */
export function toSwitch({ scope, target, isOn, reason, whoToAsk, at }: KillSwitch): SwitchAnswer {
  return { scope, target, isOn, reason, whoToAsk, at: at.toISOString() }
}
