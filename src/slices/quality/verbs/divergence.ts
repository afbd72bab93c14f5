import { teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { countTeams } from '#slices/identity/index.ts'
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
  const now = teamsWithEnough(latest.rows, defaultReview)
  // No more teams than there are can have had enough before.
  if (now >= teamsNeeded(await countTeams(db), defaultReview)) return latest
  const before = windowUpTo(addDays(latest.window.from, -1))
  if (now >= teamsNeeded(teamsWithEnough(await counts(before, ['team']), defaultReview), defaultReview)) return latest
  const all = { from: addDays(newest, -longestDays), to: newest }
  const comparable = newestComparable(await counts(all, ['team', 'week']), defaultReview)
  return comparable ? lookAt(db, measureIds, comparable) : latest
}

function cellsOf(measureIds: readonly string[], rows: readonly CountRow[]) {
  return measureIds.map((measure) => ({ measure, teams: mixesOf(rows.filter(({ measureId }) => measureId === measure)) }))
}

const isFlagged = ({ verdict }: ReviewedTeam) => verdict === 'differs' || verdict === 'watch'

type Reviewed = { reviewed: ReviewedMeasure; mixes: readonly TeamMix[]; window: Window; visible: readonly string[] | null }

async function wired(db: Queryable, { reviewed, mixes, window, visible }: Reviewed) {
  const { measure, overall, centre, spread, teams } = reviewed
  const shown = teams.filter(({ teamId }) => visible === null || visible.includes(teamId))
  const beside = { shares: sharesByKind(mixes), weeks: await weeksOfFlagged(db, { measure, teams: shown, to: window.to }) }
  return {
    measure,
    overall: teams.length === 0 ? null : overall,
    centre: teams.length === 0 ? null : centre,
    spread: spread && { value: spread.shares.tau, low: spread.shares.low, high: spread.shares.high },
    judged: teams.filter(({ verdict }) => verdict !== 'too_few').length,
    teams: shown.map((team) => toTeam(team, sinceOf(team, beside))),
  }
}

type Flagged = { measure: string; teams: readonly ReviewedTeam[]; to: string }

/** A year of the teams that are flagged in a figure, by team, week and kind of case. */
async function weeksOfFlagged(db: Queryable, { measure, teams, to }: Flagged): Promise<CountRow[]> {
  const flagged = teams.filter(isFlagged).map(({ teamId }) => teamId)
  if (flagged.length === 0) return []
  return readCounts(db, { measureIds: [measure], teams: flagged, from: addDays(to, -364), to, by: ['team', 'week', 'kind'] })
}

type Beside = { shares: ReadonlyMap<string, number>; weeks: readonly CountRow[] }

/** Since when a flagged team runs outside, looking back up to a year. */
function sinceOf(team: ReviewedTeam, { shares, weeks }: Beside): string | null {
  if (!isFlagged(team) || team.adjusted === null || team.expected === null) return null
  const isAbove = (team.raw.share ?? 0) > team.expected
  return sinceWhen(weeksOf(weeks, { team: team.teamId, shares }), isAbove ? 1 : -1)
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
