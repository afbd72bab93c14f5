import { requireActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { teamOf, teamsInDepartment } from '#slices/identity/index.ts'
import { addDays, type CountRow, dayOf, readCountsBy } from '#slices/measures/index.ts'
import { baselinesOf } from '#slices/monitoring/index.ts'
import { isKnownAiAgent } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { baselinesTold, figuresFor, isMoneyId, readIds } from '../figures.ts'
import { uptimeBy } from '../store.ts'
import { mondaysOf, type Window, windowOf } from '../window.ts'

const scope = 'measures:read'

type Weeks = OutputOf<typeof contract.aiAgentWeeks>
/** Which level, and what its parts are. */
type Level = { teams: string[] | null; aiAgentId?: string; by: 'team' | 'aiAgent' }

export const aiAgentWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.aiAgentWeeks>, ctx) {
    requireActFor(ctx.actor, input.aiAgent)
    if (!(await isKnownAiAgent(db, input.aiAgent)))
      throw new AppError('not_found', `There is no AI agent ${input.aiAgent}.`, { next: 'See /api/v1/ai-agents for those that there are.' })
    const teams = teamsAsked(ctx, input.team)
    return weeksOf(db, { teams, aiAgentId: input.aiAgent, by: 'team' }, windowOf(input.weeks, ctx.now))
  },
})

export const teamWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.teamWeeks>, ctx) {
    requireScope(ctx.actor, scope, input.team)
    if (!(await teamOf(db, input.team)))
      throw new AppError('not_found', `There is no team ${input.team}.`, { next: 'See /api/v1/teams for those that there are.' })
    return weeksOf(db, { teams: [input.team], aiAgentId: ctx.actor.aiAgentId, by: 'aiAgent' }, windowOf(input.weeks, ctx.now))
  },
})

export const departmentWeeks = read({
  scope,
  async run(db, input: InputOf<typeof contract.departmentWeeks>, ctx) {
    const mine = teamsOf(ctx.actor, scope)
    const teams = (await teamsInDepartment(db, input.department)).filter((team) => mine === null || mine.includes(team))
    if (teams.length === 0)
      throw new AppError('not_found', `There is no team in department ${input.department} that you may see.`, {
        next: 'See /api/v1/departments for those that there are.',
      })
    return weeksOf(db, { teams, aiAgentId: ctx.actor.aiAgentId, by: 'team' }, windowOf(input.weeks, ctx.now))
  },
})

export const organisationWeeks = read({
  scope,
  run(db, input: InputOf<typeof contract.organisationWeeks>, ctx) {
    const level: Level = { teams: teamsAsked(ctx, undefined), aiAgentId: ctx.actor.aiAgentId, by: 'team' }
    return weeksOf(db, level, windowOf(input.weeks, ctx.now))
  },
})

function teamsAsked({ actor }: Ctx, team: string | undefined): string[] | null {
  if (team === undefined) return teamsOf(actor, scope)
  requireScope(actor, scope, team)
  return [team]
}

const baselinesMax = 1000

async function weeksOf(db: Queryable, level: Level, window: Window): Promise<Weeks> {
  const { teams, aiAgentId } = level
  const [{ byWeek, byPart, atWork }, uptime, uptimeOfParts, baselines] = await Promise.all([
    countsIn(db, level, window),
    uptimeBy(db, { teams, aiAgentId, from: window.from, by: 'week' }),
    uptimeBy(db, { teams, aiAgentId, from: window.from, by: level.by }),
    baselinesOf(db, { teams, aiAgentId, isCurrent: true, limit: baselinesMax }),
  ])
  return {
    from: window.from,
    to: window.to,
    baselines: baselinesTold(baselines, atWork),
    weeks: mondaysOf(window).map((on) => ({
      on,
      isOver: addDays(on, 6) < dayOf(window.now),
      figures: figuresFor(byWeek, on),
      uptime: uptime.get(on) ?? null,
    })),
    parts: partsIn(byPart).map((id) => ({ id, figures: figuresFor(byPart, id), uptime: uptimeOfParts.get(id) ?? null })),
  }
}

const partsIn = (rows: readonly CountRow[]) => [...new Set(rows.map(({ by }) => by[0] ?? ''))].sort()

/** What was counted, week by week and part by part, money by currency too; and which AI agents in teams decided something. */
async function countsIn(db: Queryable, { teams, aiAgentId, by }: Level, { from, to }: Window) {
  const [weeks, parts, weeksOfMoney, partsOfMoney, places] = await readCountsBy(db, { teams, aiAgentId, from, to, measureIds: readIds }, [
    ['week'],
    [by],
    ['week', 'kind'],
    [by, 'kind'],
    ['team', 'aiAgent'],
  ])
  const together = (plain: readonly CountRow[] = [], money: readonly CountRow[] = []) => [
    ...plain.filter(({ measureId }) => !isMoneyId(measureId)),
    ...money.filter(({ measureId }) => isMoneyId(measureId)),
  ]
  const decided = (places ?? []).filter(({ measureId }) => measureId === 'decisions')
  return {
    byWeek: together(weeks, weeksOfMoney),
    byPart: together(parts, partsOfMoney),
    atWork: decided.map((row) => ({ teamId: row.by[0] ?? '', aiAgentId: row.by[1] ?? '' })),
  }
}
