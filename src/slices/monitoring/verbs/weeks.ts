import { requireActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { teamOf } from '#slices/identity/index.ts'
import {
  addDays,
  type CountQuery,
  type CountRow,
  type Definition,
  dayOf,
  definitionOf,
  figureOf,
  type Grouping,
  readCounts,
  readHours,
} from '#slices/measures/index.ts'
import { isKnownAiAgent } from '#slices/registry/index.ts'
import type { Baseline } from '../baseline.ts'
import { spanOf } from '../baseline.ts'
import type * as contract from '../contract.ts'
import { rhythmOf } from '../jobs/silence.ts'
import { baselinesOf } from '../store/baselines.ts'
import { gapsSince } from '../store/facts.ts'
import { addUptime, mondayOf, type Uptime } from '../uptime.ts'
import { placeKey } from '../watch.ts'
import { usualValue } from '../wire.ts'

const scope = 'measures:read'
const measureIds = ['decisions', 'errors', 'exceptions', 'handle_time', 'cost']
const definitions = measureIds.map(definitionOf).filter((one): one is Definition => one !== undefined)

type Weeks = OutputOf<typeof contract.aiAgentWeeks>
/** Which level, and what its parts are. */
type Level = { teams: string[] | null; aiAgentId?: string; by: Grouping; baselines: { teams: string[] | null; aiAgentId?: string } }
type Window = { from: string; to: string; now: Date }

/** Whole weeks up to and with the one that goes on. */
function windowOf(weeks: number, now: Date): Window {
  return { from: addDays(mondayOf(now), -7 * (weeks - 1)), to: dayOf(now), now }
}

export const aiAgentWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.aiAgentWeeks>, ctx) {
    requireActFor(ctx.actor, input.aiAgent)
    if (!(await isKnownAiAgent(db, input.aiAgent)))
      throw new AppError('not_found', `There is no AI agent ${input.aiAgent}.`, { next: 'See /api/v1/ai-agents for those that there are.' })
    const teams = teamsAsked(ctx, input.team)
    const baselines = { teams, aiAgentId: input.aiAgent }
    return weeksOf(db, { teams, aiAgentId: input.aiAgent, by: 'team', baselines }, windowOf(input.weeks, ctx.now))
  },
})

export const teamWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.teamWeeks>, ctx) {
    requireScope(ctx.actor, scope, input.team)
    if (!(await teamOf(db, input.team)))
      throw new AppError('not_found', `There is no team ${input.team}.`, { next: 'See /api/v1/teams for those that there are.' })
    const teams = [input.team]
    const aiAgentId = ctx.actor.aiAgentId
    return weeksOf(db, { teams, aiAgentId, by: 'aiAgent', baselines: { teams, aiAgentId } }, windowOf(input.weeks, ctx.now))
  },
})

export const organisationWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.organisationWeeks>, ctx) {
    const teams = teamsAsked(ctx, undefined)
    const aiAgentId = ctx.actor.aiAgentId
    return weeksOf(db, { teams, aiAgentId, by: 'team', baselines: { teams, aiAgentId } }, windowOf(input.weeks, ctx.now))
  },
})

function teamsAsked({ actor }: Ctx, team: string | undefined): string[] | null {
  if (team === undefined) return teamsOf(actor, scope)
  requireScope(actor, scope, team)
  return [team]
}

async function weeksOf(db: Queryable, level: Level, window: Window): Promise<Weeks> {
  const query: Omit<CountQuery, 'by'> = { teams: level.teams, aiAgentId: level.aiAgentId, from: window.from, to: window.to, measureIds }
  const byWeek = await readCounts(db, { ...query, by: ['week'] })
  const byPart = await readCounts(db, { ...query, by: [level.by] })
  const uptime = await uptimeOf(db, level, window)
  const mondays = Array.from({ length: weeksIn(window) }, (_, at) => addDays(window.from, 7 * at))
  return {
    from: window.from,
    to: window.to,
    baselines: baselinesTold(await baselinesOf(db, { ...level.baselines, isCurrent: true, limit: baselinesMax })),
    weeks: mondays.map((on) => ({
      on,
      isOver: addDays(on, 6) < dayOf(window.now),
      figures: figuresFor(byWeek, on),
      uptime: uptime?.get(on) ?? null,
    })),
    parts: [...new Set(byPart.map(({ by }) => by[0] ?? ''))].sort().map((id) => ({ id, figures: figuresFor(byPart, id) })),
  }
}

const baselinesMax = 1000
const weeksIn = ({ from, to }: Window) => Math.floor((spanOf({ from, to }) - 1) / 7) + 1

/** Every measure, in their order; one that has nothing counted says so. */
function figuresFor(rows: readonly CountRow[], group: string) {
  const none = { n: 0, x: 0, total: 0, squares: 0 }
  return definitions.map((one) => figureOf(one, rows.find(({ measureId, by }) => measureId === one.id && by[0] === group) ?? none))
}

/** Frozen baselines of the level, added up: those of whole teams where there are any, else those of their AI agents. */
function baselinesTold(found: readonly Baseline[]): Weeks['baselines'] {
  return definitions.flatMap((definition) => {
    const every = found.filter(({ measureId }) => measureId === definition.id)
    const whole = every.filter(({ aiAgentId }) => aiAgentId === '')
    const all = whole.length > 0 ? whole : every
    if (all.length === 0) return []
    const sum = (of: (one: Baseline) => number) => all.reduce((sums, one) => sums + of(one), 0)
    const counted = { n: sum(({ n }) => n), x: sum(({ x }) => x), total: sum(({ total }) => total), squares: sum(({ squares }) => squares) }
    const { low, high } = figureOf(definition, counted)
    const isCount = definition.form === 'count'
    return [
      {
        measure: definition.id,
        value: usualValue(counted, definition.form),
        low: isCount ? null : low,
        high: isCount ? null : high,
        perWeek: isCount ? sum((one) => (one.n / spanOf(one)) * 7) : null,
        from: all.map(({ from }) => from).sort()[0] ?? '',
        to:
          all
            .map(({ to }) => to)
            .sort()
            .at(-1) ?? '',
      },
    ]
  })
}

const hourMs = 3_600_000

/** Only for one AI agent: hours with decisions of those that its rhythm in each team expects, summed over its teams. */
async function uptimeOf(db: Queryable, { aiAgentId, teams, by }: Level, { from, now }: Window) {
  if (aiAgentId === undefined || by !== 'team') return null
  const start = new Date(`${from}T00:00:00Z`)
  const to = new Date(Math.floor(now.getTime() / hourMs) * hourMs)
  const rows = await readHours(db, { measureIds: ['decisions'], teams, aiAgentId, from: start, to })
  const weeks = new Map<string, Uptime>()
  for (const teamId of new Set(rows.map((row) => row.teamId))) {
    const place = { teamId, aiAgentId }
    const timeZone = (await teamOf(db, teamId))?.timeZone ?? 'UTC'
    const rhythm = await rhythmOf(db, place, { to, timeZone })
    if (!rhythm) continue
    const gaps = await gapsSince(db, placeKey(place), start)
    const busy = rows.filter((row) => row.teamId === teamId).map(({ hour }) => hour)
    addUptime(weeks, { rhythm, timeZone, gaps, busy, to })
  }
  return weeks
}
