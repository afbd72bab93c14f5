import { type Share, shareOf } from '#kernel/wilson.ts'
import { type Estimate, type MixAdjusted, mixAdjusted, type TeamMix, withRareTypesMerged } from './case-mix.ts'
import { binomialAtMost, binomialExactly, normalQuantile, twoSided } from './distributions.ts'
import { falseDiscoveryShares } from './false-discovery.ts'
import { arcsine, type Centre, distance, type FunnelLimits, type Point, robustCentre, shareAt, widenedLimits } from './funnel.ts'
import { spreadOf } from './normal-pooling.ts'
import { type BetaFit, betaBinomialFit, shrunkShare } from './pooling.ts'
import type { Cases, Interval } from './proportions.ts'

/** What a review looks at: one measure, such as containment, with every team's hits and cases by type. */
export type MeasureCells = { measure: string; teams: readonly TeamMix[] }

/** Limits of a review. All are judgement; pages print them. */
export type ReviewSettings = {
  /** Fewer cases than this are shown without a judgement. */
  casesMin: number
  /** Fewer teams than this cannot tell how teams ordinarily differ: nobody is flagged. */
  teamsMin: number
  /** Types with fewer cases in the whole organisation are taken together. */
  typeCasesMin: number
  /** A team with a larger share of a type is judged by what the others reach in it. */
  ownShareMax: number
  /** Share of false alarms accepted among teams that are said to differ. */
  differsAt: number
  /** The same among teams to keep an eye on. */
  watchAt: number
}

export const defaultReview: ReviewSettings = {
  casesMin: 30,
  teamsMin: 10,
  typeCasesMin: 50,
  ownShareMax: 0.25,
  differsAt: 0.05,
  watchAt: 0.1,
}

/**
 * What is said of a team in one measure. `too_few` has too few cases that others have as well; `not_adjusted` means that so few teams
 * cannot tell how teams ordinarily differ, so no team is called different.
 */
export type Verdict = 'differs' | 'watch' | 'as_expected' | 'too_few' | 'not_adjusted'

export type ReviewedTeam = {
  teamId: string
  /** As counted, with its Wilson interval. */
  raw: Share
  /** The share that the organisation would reach with this team's cases; null without cases. */
  expected: number | null
  /** Hits ÷ expected hits; null where no hit is expected. */
  ratio: number | null
  /** The share that this team would reach with the organisation's mix, were it as far from what is expected in log odds; its place in the funnel. */
  adjusted: number | null
  /** The adjusted share moved towards what teams reach in general, with its 95 % interval: the number beside the name. */
  shrunken: Estimate | null
  /** How many cases of one type would tell as much as its cases: its place along the funnel. Its cases, where there is one type. */
  weight: number
  /** Where chance and ordinary differences between teams would leave the adjusted share; rough where fewer than ten hits are expected. */
  widened: FunnelLimits | null
  /** Robust z: distance from the middle of the teams, in standard deviations of chance and ordinary differences together. */
  z: number | null
  /** Chance of a distance like this when nothing but chance and ordinary differences is at work; null where nothing is judged. */
  p: number | null
  /** Share of false alarms to expect if this and all clearer cells of the whole review are called different. */
  q: number | null
  verdict: Verdict
  /** Types of case in which the other teams alone say what is expected, since this one has most of them. */
  typesByOthers: readonly string[]
}

export type ReviewedMeasure = {
  measure: string
  /** The organisation's share. */
  overall: number
  /** The middle of the teams, as a share. */
  centre: number
  /** How far true team shares differ: their standard deviation, on the logit scale and in shares around the middle. Null below ten teams. */
  spread: { logit: Interval & { tau: number }; shares: Interval & { tau: number } } | null
  teams: ReviewedTeam[]
}

/** A team on the arcsine scale: where it is drawn, and where it is judged. */
type Place = Point & { judgedY: number }
type Judged = { team: MixAdjusted; place: Place | null; isEnough: boolean; z: number | null; p: number | null }
/** One measure with its teams, before the cells of all measures are looked at together. */
type JudgedMeasure = { measure: string; overall: number; centre: Centre; isCentred: boolean; teams: Judged[] }

/**
 * Which teams really differ, after their mix of cases, after chance, after how teams ordinarily differ, and after how many cells were
 * looked at. Meant for a look every month; day by day is a matter of drift. Where teams differ as teams do, fewer than one
 * organisation of ten sees any flag; where they do not differ, one of twenty (simulated in the tests).
 * Source: Spiegelhalter, Statistics in Medicine 24, 2005, with Huber's robust centre in place of winsorised z values.
 */
export function reviewDivergence(cells: readonly MeasureCells[], settings: ReviewSettings = defaultReview): ReviewedMeasure[] {
  return verdicts(cells, settings).map(({ judged, q, verdict }) => {
    const fit = betaBinomialFit(judged.teams.flatMap(({ place }) => (place === null ? [] : [counted(place)])))
    const teams = judged.teams.map((one, index) => ({
      ...figuresOf(one, { judged, fit }),
      q: q[index] ?? null,
      verdict: verdict[index] as Verdict,
    }))
    return { measure: judged.measure, overall: judged.overall, centre: shareAt(judged.centre.mu), spread: spreadAround(judged), teams }
  })
}

type Verdicts = { judged: JudgedMeasure; q: (number | null)[]; verdict: Verdict[] }

/** The verdicts of a review without the figures beside them. */
export function verdicts(cells: readonly MeasureCells[], settings: ReviewSettings = defaultReview): Verdicts[] {
  const measures = cells.map((cell) => judge(cell, settings))
  const chances = measures.flatMap(({ teams }) => teams.flatMap(({ p }) => (p === null ? [] : [p])))
  const shares = falseDiscoveryShares(chances).values()
  return measures.map((judged) => {
    const q = judged.teams.map(({ p }) => (p === null ? null : (shares.next().value ?? null)))
    const verdict = judged.teams.map(({ isEnough }, index) => {
      if (!isEnough) return 'too_few'
      return judged.isCentred ? verdictAt(q[index] ?? null, settings) : 'not_adjusted'
    })
    return { judged, q, verdict }
  })
}

/** A team without a q value beside others that have one cannot differ: nothing of its cases was left to chance. */
function verdictAt(q: number | null, { differsAt, watchAt }: ReviewSettings): Verdict {
  if (q === null || q > watchAt) return 'as_expected'
  return q <= differsAt ? 'differs' : 'watch'
}

function judge({ measure, teams }: MeasureCells, settings: ReviewSettings): JudgedMeasure {
  const { overall, teams: adjusted } = mixAdjusted(withRareTypesMerged(teams, settings.typeCasesMin), settings)
  const placed = adjusted.map((team) => ({
    team,
    place: placeOf(team, overall),
    isEnough: team.comparableCases > 0 && team.comparableCases >= settings.casesMin,
  }))
  const enough = placed.filter(({ isEnough }) => isEnough)
  const points = judgedPoints(enough)
  const isCentred = enough.length >= settings.teamsMin && (points.length === 0 || points.length >= settings.teamsMin)
  const centre = isCentred && points.length > 0 ? robustCentre(points) : { mu: arcsine(overall), tau2: 0 }
  const zOf = (place: Place) => distance({ y: place.judgedY, sd: place.sd }, centre)
  return {
    measure,
    overall,
    centre,
    isCentred,
    teams: placed.map((one) => {
      const z = one.place && zOf(one.place)
      return { ...one, z, p: z !== null && one.isEnough && isCentred ? twoSided(z) : null }
    }),
  }
}

const judgedPoints = (teams: readonly Pick<Judged, 'place' | 'isEnough'>[]): Point[] =>
  teams.flatMap(({ place, isEnough }) => (isEnough && place !== null ? [{ y: place.judgedY, sd: place.sd }] : []))

/** Below so many expected hits or misses the arcsine scale is too rough in its tails, and chances are counted exactly. */
const exactBelow = 10

/**
 * A team as far from the organisation's share as its log odds are from what is expected of its mix. One and the same lead in every type of
 * case so puts teams with easy and with hard cases at one place; on the scale of hits ÷ expected hits, hard cases would look
 * like large differences. With one type of case this is the plain arcsine scale. Null where nothing was left to chance.
 */
function placeOf({ hits, of, expectedHits, variance, information }: MixAdjusted, overall: number): Place | null {
  if (variance === 0 || overall === 0 || overall === 1) return null
  const width = Math.sqrt(overall * (1 - overall))
  const sd = (Math.sqrt(variance) * width) / (2 * information)
  const expected = expectedHits / of
  const scale = (width * Math.sqrt(expected * (1 - expected)) * of) / information
  const y = arcsine(overall) + scale * (arcsine(hits / of) - arcsine(expected))
  const isFew = Math.min(expectedHits, of - expectedHits) < exactBelow
  return { y, sd, judgedY: isFew ? arcsine(overall) + sd * exactDistance({ hits, of }, expected) : y }
}

/** The standard normal value that is as far out as so many hits are: half of the chance of exactly these counts as beyond (mid-p). */
function exactDistance({ hits, of }: Cases, p: number): number {
  const exactly = binomialExactly(hits, { of, p })
  const [below, above] = [binomialAtMost(hits - 1, { of, p }), binomialAtMost(of - hits - 1, { of, p: 1 - p })]
  const chance = Math.max(Math.min(below, above) + exactly / 2, 1e-300)
  return below < above ? normalQuantile(chance) : -normalQuantile(chance)
}

/** So many cases of one type would tell as much as this team's cases. */
const weightOf = ({ sd }: Point) => 1 / (4 * sd * sd)

const counted = (point: Point): Cases => ({ hits: shareAt(point.y) * weightOf(point), of: weightOf(point) })

function figuresOf({ team, place, z, p }: Judged, { judged, fit }: { judged: JudgedMeasure; fit: BetaFit }) {
  const { teamId, hits, of, ratio, expectedHits, typesByOthers } = team
  return {
    teamId,
    raw: shareOf(hits, of),
    expected: of === 0 ? null : expectedHits / of,
    ratio,
    adjusted: place && shareAt(place.y),
    shrunken: place && shrunkShare(counted(place), fit),
    weight: place === null ? of : weightOf(place),
    widened: place && widenedLimits(judged.centre, place.sd),
    z,
    p,
    typesByOthers,
  }
}

/** From the arcsine scale, where one unit is 2 ÷ √(p (1 − p)) on the logit scale and 2 √(p (1 − p)) in shares. */
function spreadAround({ teams, centre, isCentred }: JudgedMeasure): ReviewedMeasure['spread'] {
  const found = isCentred ? spreadOf(judgedPoints(teams).map(({ y, sd }) => ({ y, variance: sd * sd }))) : null
  const middle = shareAt(centre.mu)
  const width = Math.sqrt(middle * (1 - middle))
  if (found === null || width === 0) return null
  const times = (factor: number) => ({ tau: found.tau * factor, low: found.low * factor, high: found.high * factor })
  return { logit: times(2 / width), shares: times(2 * width) }
}
