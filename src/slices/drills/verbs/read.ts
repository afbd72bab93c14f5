import { hash } from 'node:crypto'
import { mayActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { canonicalText } from '#slices/audit/index.ts'
import { businessHours, isOpen, nextOpening } from '#slices/escalation/index.ts'
import { teamOf } from '#slices/identity/index.ts'
import { dayIn } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { type Drill, said, timelineOf, toDrill, tookSeconds } from '../drill.ts'
import { scenarios } from '../scenario.ts'
import { type DrillReach, drillOfId, drillsBefore, newestByScenario } from '../store/drills.ts'
import { nodesOf } from '../store/nodes.ts'

const scope = 'drills:read'

/** Whose drills the actor reaches: within one team and for one AI agent, where the caller asked for them. */
export function reachOf({ actor }: Ctx, held: string, asked: { team?: string; aiAgent?: string } = {}): DrillReach {
  const { team, aiAgent = actor.aiAgentId } = asked
  const all = teamsOf(actor, held)
  const isForeign = aiAgent !== undefined && !mayActFor(actor, aiAgent)
  const teams = team === undefined ? all : [team].filter((id) => all === null || all.includes(id))
  return { teams: isForeign ? [] : teams, aiAgentId: aiAgent }
}

export function found(drill: Drill | undefined, id: string): Drill {
  if (drill) return drill
  throw new AppError('not_found', `There is no drill ${id} that you may see.`, { next: 'See /api/v1/drills for what there is.' })
}

export async function wireOf(db: Queryable, drill: Drill): Promise<OutputOf<typeof contract.getDrill>> {
  const nodes = await nodesOf(db, [drill.id])
  return toDrill(drill, nodes.get(drill.id) ?? [])
}

export const listDrills = read({
  scope,
  async run(db, input: InputOf<typeof contract.listDrills>, ctx) {
    const { scenario, isRunning, after, limit } = input
    const drills = await drillsBefore(db, { reach: reachOf(ctx, scope, input), scenario, isRunning, after, limit: limit + 1 })
    const shown = drills.slice(0, limit)
    const nodes = await nodesOf(
      db,
      shown.map((drill) => drill.id),
    )
    const items = shown.map((drill) => toDrill(drill, nodes.get(drill.id) ?? []))
    return { items, next: drills.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
})

export const getDrill = read({
  scope,
  async run(db, { drill }: InputOf<typeof contract.getDrill>, ctx) {
    return wireOf(db, found(await drillOfId(db, reachOf(ctx, scope), drill), drill))
  },
})

export const readiness = read({
  scope,
  async run(db, { team, aiAgent }: InputOf<typeof contract.readiness>, ctx) {
    requireScope(ctx.actor, scope, team)
    if (!(await teamOf(db, team))) throw new AppError('not_found', `There is no team ${team}.`, { next: 'Check its id.' })
    const calendar = await businessHours(db, team)
    const isOpenNow = isOpen(calendar, ctx.now)
    const reach = reachOf(ctx, scope, { team, aiAgent })
    const [running] = await drillsBefore(db, { reach: { teams: [team] }, isRunning: true, limit: 1 })
    const newest = await newestByScenario(db, { teamId: team, aiAgentId: reach.aiAgentId })
    return {
      isOpenNow,
      opensAt: isOpenNow ? null : (nextOpening(calendar, ctx.now)?.toISOString() ?? null),
      running: running?.id ?? null,
      last: scenarios.map(({ id }) => {
        const last = newest.find((drill) => drill.scenario === id)
        return { scenario: id, drill: last?.id ?? null, startedAt: last?.startedAt.toISOString() ?? null }
      }),
    }
  },
})

type Evidence = OutputOf<typeof contract.getEvidence>

/** What a drill that is over proves. The digest covers everything before it. */
export async function evidenceOf(db: Queryable, drill: Drill): Promise<Evidence> {
  const { verdict } = drill
  if (verdict === null) throw new AppError('conflict', 'This drill is not over yet.', { next: 'Wait until it ends, or end it.' })
  const team = await teamOf(db, drill.teamId)
  const on = dayIn(team?.timeZone ?? 'UTC', drill.startedAt)
  const body = {
    drill: drill.id,
    on,
    team: drill.teamId,
    aiAgent: drill.aiAgentId,
    scenario: drill.scenario,
    verdict,
    says: said({ ...drill, verdict }, on),
    hypothesis: drill.hypothesis,
    timeline: timelineOf(drill),
    promise: { seconds: drill.promiseSeconds, tookSeconds: tookSeconds(drill) },
    wasInBusinessHours: drill.forcedBecause === null,
    learned: drill.learned,
  }
  return { ...body, digest: hash('sha256', canonicalText(body)) }
}

export const getEvidence = read({
  scope,
  async run(db, { drill }: InputOf<typeof contract.getEvidence>, ctx) {
    return evidenceOf(db, found(await drillOfId(db, reachOf(ctx, scope), drill), drill))
  },
})
