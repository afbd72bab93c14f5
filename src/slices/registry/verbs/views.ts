import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import type { AiAgent } from '../ai-agent.ts'
import { findAiAgent } from '../store/ai-agents.ts'
import { lastChecks } from '../store/checks.ts'
import { deploymentsOf } from '../store/deployments.ts'
import { openSightings } from '../store/sightings.ts'
import { switchesOn } from '../store/switches.ts'
import { type AiAgentAnswer, type SummaryAnswer, type Surroundings, toAiAgent, toSummary } from '../wire.ts'
import { ownersOf, type People } from './people.ts'

/** AI agents with everything around them, in five statements however many they are. */
async function surround(db: Queryable, people: People, seen: { aiAgents: readonly AiAgent[]; now: Date }) {
  const ids = seen.aiAgents.map((each) => each.id)
  const owners = await ownersOf(db, people, seen.aiAgents)
  const deployments = await deploymentsOf(db, ids)
  const checks = await lastChecks(db, ids)
  const switches = await switchesOn(db)
  return (aiAgent: AiAgent): Surroundings => ({
    people: owners,
    deployments: deployments.filter((each) => each.aiAgentId === aiAgent.id),
    lastCheckedOn: checks.get(aiAgent.id) ?? null,
    switches,
    now: seen.now,
  })
}

export async function summariesOf(
  db: Queryable,
  people: People,
  seen: { aiAgents: readonly AiAgent[]; now: Date },
): Promise<SummaryAnswer[]> {
  const around = await surround(db, people, seen)
  return seen.aiAgents.map((aiAgent) => toSummary(aiAgent, around(aiAgent)))
}

/** An AI agent as its page shows it. */
export async function viewOf(db: Queryable, people: People, seen: { aiAgent: AiAgent; now: Date }): Promise<AiAgentAnswer> {
  const around = await surround(db, people, { aiAgents: [seen.aiAgent], now: seen.now })
  return toAiAgent(seen.aiAgent, around(seen.aiAgent), await openSightings(db, seen.aiAgent.id))
}

export function found(aiAgent: AiAgent | null, id: string): AiAgent {
  if (aiAgent) return aiAgent
  throw new AppError('not_found', `There is no AI agent ${id}.`, { next: 'See /api/v1/ai-agents for what there is, or register it.' })
}

export async function readAiAgent(db: Queryable, id: string): Promise<AiAgent> {
  return found(await findAiAgent(db, id), id)
}
