import { teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { countTeams } from '#slices/identity/index.ts'
import { addDays, type CountRow, definitionOf, type Grouping, newestDays, readCounts } from '#slices/measures/index.ts'
import { defaultReview, type ReviewedMeasure, type ReviewedTeam, reviewDivergence, type TeamMix } from '#slices/statistics/index.ts'
import { mixesOf, sharesByKind, weeksOf } from '../cells.ts'
import type * as contract from '../contract/divergence.ts'
import { sinceWhen } from '../since.ts'
import { type Look, looksOf, newestComparable, teamsNeeded, teamsWithEnough, type Window, windowUpTo } from '../window.ts'

const usual = ['contained_high', 'recontacted', 'reopened', 'sla_met', 'errors']
/** So far back an older window is looked for: before that it was another organisation. */
const longestDays = 728

export const getDivergence = read({
  scope: 'quality:read',
  async run(db, input: InputOf<typeof contract.getDivergence>, { actor }): Promise<OutputOf<typeof contract.getDivergence>> {
    const asked = input.measures?.split(',') ?? usual
    asked.forEach(requireShare)
    // Verdicts allow for all figures that are looked at. They are the same ones whichever is asked for, so a team gets one verdict on every page.
    const measureIds = [...new Set([...usual, ...asked])]
    const newest = await newestDays(db, measureIds)
    const looked = (await Promise.all(looksAt(input, newest).map((look) => lookedAt(db, input, look)))).flat()
    const { ownShareMax: _, casesMin, ...limits } = defaultReview
    const settings = { ...limits, casesMin }
    const visible = teamsOf(actor, 'quality:read')
    const cells = cellsOf(measureIds, looked)
    const reviewed = reviewDivergence(cells)
    const measures = cells.flatMap(({ measure, window, teams: mixes }, at) =>
      asked.includes(measure) ? [wired(db, { reviewed: reviewed[at] as ReviewedMeasure, mixes, window, visible })] : [],
    )
    const first = cells.find(({ measure }) => asked.includes(measure))
    return {
      from: first?.window.from ?? null,
      to: first?.window.to ?? null,
      newest: newestOf(newest, asked),
      settings,
      measures: await Promise.all(measures),
    }
  },
})

const newestOf = (newest: ReadonlyMap<string, string>, ids: readonly string[]) =>
  ids
    .flatMap((id) => newest.get(id) ?? [])
    .sort()
    .at(-1) ?? null

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

type Input = InputOf<typeof contract.getDivergence>

/** What was counted in a window by team and kind of case. */
type Looked = { measureIds: readonly string[]; window: Window; rows: CountRow[] }

/** One look where a window was asked for; else as many as figures end on different days. */
function looksAt({ from, to }: Input, newest: ReadonlyMap<string, string>): Look[] {
  const last = newestOf(newest, [...newest.keys()])
  if (from === undefined && to === undefined) return looksOf(newest)
  return last === null ? [] : [{ measureIds: [...newest.keys()], newest: last }]
}

/** What was asked for; else the newest twelve weeks of each figure, or, where too few teams have enough cases in them, the newest in which enough had. */
async function lookedAt(db: Queryable, { from, to }: Input, { measureIds, newest }: Look): Promise<Looked[]> {
  if (from === undefined && to === undefined) return usualLooks(db, measureIds, newest)
  const last = to ?? newest
  const first = from ?? windowUpTo(last).from
  if (first > last) throw new AppError('invalid', `The window ends (${last}) before it begins (${first}).`, { next: 'Swap from and to.' })
  return [await lookAt(db, measureIds, { from: first, to: last })]
}

async function lookAt(db: Queryable, measureIds: readonly string[], window: Window): Promise<Looked> {
  return { measureIds, window, rows: await readCounts(db, { measureIds, teams: null, ...window, by: ['team', 'kind'] }) }
}

async function usualLooks(db: Queryable, measureIds: readonly string[], newest: string): Promise<Looked[]> {
  const window = windowUpTo(newest)
  const [latest, teams] = [await lookAt(db, measureIds, window), await countTeams(db)]
  return Promise.all(
    measureIds.map((id) => {
      const own = { measureIds: [id], window, rows: latest.rows.filter(({ measureId }) => measureId === id) }
      return usualLook(db, own, teams)
    }),
  )
}

/** Of one figure: the newest weeks, if nearly as many teams can be compared in them as in others. */
async function usualLook(db: Queryable, latest: Looked, teams: number): Promise<Looked> {
  const { measureIds, window } = latest
  const counts = (asked: Window, by: readonly Grouping[]) => readCounts(db, { measureIds, teams: null, ...asked, by })
  const now = teamsWithEnough(latest.rows, defaultReview)
  // No more teams than there are can have had enough before.
  if (now >= teamsNeeded(teams, defaultReview)) return latest
  const before = windowUpTo(addDays(window.from, -1))
  if (now >= teamsNeeded(teamsWithEnough(await counts(before, ['team']), defaultReview), defaultReview)) return latest
  const all = { from: addDays(window.to, -longestDays), to: window.to }
  const comparable = newestComparable(await counts(all, ['team', 'week']), defaultReview)
  return comparable ? lookAt(db, measureIds, comparable) : latest
}

/** Each figure with its own window; one that counts nothing in the newest. */
function cellsOf(measureIds: readonly string[], looked: readonly Looked[]) {
  return measureIds.flatMap((measure) => {
    const look = looked.find((each) => each.measureIds.includes(measure)) ?? looked[0]
    if (!look) return []
    return [{ measure, window: look.window, teams: mixesOf(look.rows.filter(({ measureId }) => measureId === measure)) }]
  })
}

const isFlagged = ({ verdict }: ReviewedTeam) => verdict === 'differs' || verdict === 'watch'

type Reviewed = { reviewed: ReviewedMeasure; mixes: readonly TeamMix[]; window: Window; visible: readonly string[] | null }

async function wired(db: Queryable, { reviewed, mixes, window, visible }: Reviewed) {
  const { measure, overall, centre, spread, teams } = reviewed
  const shown = teams.filter(({ teamId }) => visible === null || visible.includes(teamId))
  const beside = { shares: sharesByKind(mixes), weeks: await weeksOfFlagged(db, { measure, teams: shown, to: window.to }) }
  return {
    measure,
    ...window,
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
