import { teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { addDays, type CountRow, definitionOf, type Grouping, newestDay, readCounts } from '#slices/measures/index.ts'
import { defaultReview, type ReviewedMeasure, type ReviewedTeam, reviewDivergence, type TeamMix } from '#slices/statistics/index.ts'
import { mixesOf, sharesByKind, weeksOf } from '../cells.ts'
import type * as contract from '../contract/divergence.ts'
import { sinceWhen } from '../since.ts'
import { newestComparable, teamsNeeded, teamsWithEnough, type Window, windowUpTo } from '../window.ts'

const usual = ['contained_high', 'recontacted', 'reopened', 'sla_met', 'errors']
/** So far back an older window is looked for: before that it was another organisation. */
const longestDays = 728

export const getDivergence = read({
  scope: 'quality:read',
  async run(db, input: InputOf<typeof contract.getDivergence>, { actor }): Promise<OutputOf<typeof contract.getDivergence>> {
    const measureIds = input.measures?.split(',') ?? usual
    measureIds.forEach(requireShare)
    const newest = await newestDay(db, measureIds)
    const looked = newest === null ? null : await lookedAt(db, { input, measureIds, newest })
    const { ownShareMax: _, casesMin, ...limits } = defaultReview
    const settings = { ...limits, casesMin }
    if (!looked) return { from: null, to: null, newest, settings, measures: [] }
    const { window, rows } = looked
    const cells = cellsOf(measureIds, rows)
    const visible = teamsOf(actor, 'quality:read')
    const measures = await Promise.all(
      reviewDivergence(cells).map((reviewed, at) => wired(db, { reviewed, mixes: cells[at]?.teams ?? [], window, visible })),
    )
    return { ...window, newest, settings, measures }
  },
})

function requireShare(id: string): void {
  const definition = definitionOf(id)
  if (!definition) throw new AppError('not_found', `There is no measure ${id}.`, { next: 'See /api/v1/measures for those that there are.' })
  if (definition.form !== 'share')
    throw new AppError('invalid', `${definition.name} is no share, and only shares are compared here.`, {
      next: 'Choose a measure whose form is share.',
    })
  if (definition.isAboutPeople)
    throw new AppError('not_allowed', `${definition.name} is about people, and teams are not compared by it.`, {
      next: 'See the page Adoption.',
    })
}

type Asked = { input: { from?: string; to?: string }; measureIds: readonly string[]; newest: string }

/** A window, and what was counted in it by team and kind of case. */
type Looked = { window: Window; rows: CountRow[] }

/** What was asked for; else the newest twelve weeks, or, where too few teams have enough cases in them, the newest in which enough had. */
async function lookedAt(db: Queryable, { input: { from, to }, measureIds, newest }: Asked): Promise<Looked> {
  if (from === undefined && to === undefined) return usualLook(db, measureIds, newest)
  const last = to ?? newest
  const first = from ?? windowUpTo(last).from
  if (first > last) throw new AppError('invalid', `The window ends (${last}) before it begins (${first}).`, { next: 'Swap from and to.' })
  return lookAt(db, measureIds, { from: first, to: last })
}

async function lookAt(db: Queryable, measureIds: readonly string[], window: Window): Promise<Looked> {
  return { window, rows: await readCounts(db, { measureIds, teams: null, ...window, by: ['team', 'kind'] }) }
}

async function usualLook(db: Queryable, measureIds: readonly string[], newest: string): Promise<Looked> {
  const counts = (window: Window, by: readonly Grouping[]) => readCounts(db, { measureIds, teams: null, ...window, by })
  const latest = await lookAt(db, measureIds, windowUpTo(newest))
  const before = windowUpTo(addDays(latest.window.from, -1))
  const [now, once] = [teamsWithEnough(latest.rows, defaultReview), teamsWithEnough(await counts(before, ['team']), defaultReview)]
  if (now >= teamsNeeded(once, defaultReview)) return latest
  const all = { from: addDays(newest, -longestDays), to: newest }
  const comparable = newestComparable(await counts(all, ['team', 'week']), defaultReview)
  return comparable ? lookAt(db, measureIds, comparable) : latest
}

function cellsOf(measureIds: readonly string[], rows: readonly CountRow[]) {
  return measureIds.map((measure) => ({ measure, teams: mixesOf(rows.filter(({ measureId }) => measureId === measure)) }))
}

type Reviewed = { reviewed: ReviewedMeasure; mixes: readonly TeamMix[]; window: Window; visible: readonly string[] | null }

async function wired(db: Queryable, { reviewed, mixes, window, visible }: Reviewed) {
  const { measure, overall, centre, spread, teams } = reviewed
  const shown = teams.filter(({ teamId }) => visible === null || visible.includes(teamId))
  const shares = sharesByKind(mixes)
  const since = (team: ReviewedTeam) => sinceOf(db, { team, measure, shares, window })
  return {
    measure,
    overall: teams.length === 0 ? null : overall,
    centre: teams.length === 0 ? null : centre,
    spread: spread && { value: spread.shares.tau, low: spread.shares.low, high: spread.shares.high },
    judged: teams.filter(({ verdict }) => verdict !== 'too_few').length,
    teams: await Promise.all(shown.map(async (team) => toTeam(team, await since(team)))),
  }
}

type Since = { team: ReviewedTeam; measure: string; shares: ReadonlyMap<string, number>; window: Window }

/** Since when a flagged team runs outside, looking back up to a year. */
async function sinceOf(db: Queryable, { team, measure, shares, window }: Since): Promise<string | null> {
  if ((team.verdict !== 'differs' && team.verdict !== 'watch') || team.adjusted === null || team.expected === null) return null
  const isAbove = (team.raw.share ?? 0) > team.expected
  const asked = {
    measureIds: [measure],
    teams: [team.teamId],
    from: addDays(window.to, -364),
    to: window.to,
    by: ['week', 'kind'] as const,
  }
  return sinceWhen(weeksOf(await readCounts(db, asked), shares), isAbove ? 1 : -1)
}

function toTeam({ teamId, raw, expected, adjusted, shrunken, weight, widened, p, q, verdict }: ReviewedTeam, since: string | null) {
  return {
    team: teamId,
    hits: raw.hits,
    of: raw.of,
    share: raw.share,
    low: raw.low,
    high: raw.high,
    expected,
    adjusted,
    estimate: shrunken && { value: shrunken.share, low: shrunken.low, high: shrunken.high },
    weight,
    widened,
    p,
    q,
    verdict,
    since,
  }
}
