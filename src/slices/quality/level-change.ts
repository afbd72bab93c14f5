/** A day of a share: cases and hits. */
export type Day = { on: string; n: number; x: number }

export type Level = { from: string; to: string; n: number; x: number }

/** From one level to another: `since` is the first day of the new one. */
export type LevelChange = { since: string; before: Level; after: Level }

const daysMin = 7
const casesMin = 50
/** The rarer side grew or shrank by at least half: less than that is true now and then and helps nobody. */
const ratioMin = 1.5
/** Days of a thin beginning or end, where hardly anything came, say more about the file than about the work. */
const thinShare = 0.2

/**
 * Where a share went from one level to another for good, in the order of time. Binary segmentation: the day that splits a stretch
 * best, then each side again. A split stands when the likelihood ratio, over the dispersion of days within its two sides, exceeds 6 ln(days),
 * twice the modified BIC's three, since days are not independent, and the rarer side moved by half.
 *
 * Source: Zhang and Siegmund, "A modified Bayes information criterion with applications to the analysis of comparative genomic
 * hybridization data", Biometrics 63, 2007; dispersion as Pearson's chi-square over its degrees of freedom.
 */
export function levelChanges(days: readonly Day[]): LevelChange[] {
  const used = withoutThinEnds(days.filter(({ n }) => n > 0))
  const penalty = 6 * Math.log(Math.max(2, used.length))
  const starts = [0, ...splitsOf(used, penalty), used.length]
  const levels = starts.slice(1).map((end, at) => levelOf(used.slice(starts[at], end)))
  return levels.slice(1).flatMap((after, at) => {
    const before = levels[at]
    return before && isMaterial(before, after) ? [{ since: after.from, before, after }] : []
  })
}

function splitsOf(days: readonly Day[], penalty: number): number[] {
  const split = bestSplit(days)
  if (!split || split.gain <= penalty) return []
  const later = splitsOf(days.slice(split.at), penalty).map((at) => at + split.at)
  return [...splitsOf(days.slice(0, split.at), penalty), split.at, ...later]
}

function bestSplit(days: readonly Day[]): { at: number; gain: number } | undefined {
  const all = sumOf(days)
  let best: { at: number; raw: number } | undefined
  const left = { n: 0, x: 0 }
  for (const [place, day] of days.entries()) {
    const right = { n: all.n - left.n, x: all.x - left.x }
    const isLong = place >= daysMin && days.length - place >= daysMin && Math.min(left.n, right.n) >= casesMin
    const raw = isLong ? 2 * (logLikelihood(left) + logLikelihood(right) - logLikelihood(all)) : 0
    if (raw > (best?.raw ?? 0) && isMaterial(left, right)) best = { at: place, raw }
    left.n += day.n
    left.x += day.x
  }
  return best && { at: best.at, gain: best.raw / dispersionOf([days.slice(0, best.at), days.slice(best.at)]) }
}

type Counts = { n: number; x: number }

const sumOf = (days: readonly Counts[]): Counts => days.reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })

/** Of the best level for these counts. */
const logLikelihood = ({ n, x }: Counts) => part(x, n) + part(n - x, n)
const part = (some: number, all: number) => (some === 0 ? 0 : some * Math.log(some / all))

/** How much more than chance days differ within sides that have one level each; at least 1. */
function dispersionOf(sides: readonly (readonly Counts[])[]): number {
  const parts = sides.flatMap((side) => {
    const { n: all, x: hits } = sumOf(side)
    const share = hits / all
    return share > 0 && share < 1 ? side.map(({ n, x }) => (x - n * share) ** 2 / (n * share * (1 - share))) : []
  })
  return parts.length <= 2 ? 1 : Math.max(1, parts.reduce((sum, each) => sum + each, 0) / (parts.length - 2))
}

/** Odds of the side that is rarer before, with half a case on each side so that none is endless. */
export function isMaterial(before: Counts, after: Counts): boolean {
  const isHitRare = before.x * 2 <= before.n
  const rare = ({ n, x }: Counts) => ((isHitRare ? x : n - x) + 0.5) / (n + 1)
  const ratio = rare(after) / rare(before)
  return ratio >= ratioMin || ratio <= 1 / ratioMin
}

const levelOf = (days: readonly Day[]): Level => ({ from: days[0]?.on ?? '', to: days.at(-1)?.on ?? '', ...sumOf(days) })

const weekLength = 7

/** From the first to the last day up to which a week has a fifth of the cases of an ordinary one. */
function withoutThinEnds(days: readonly Day[]): readonly Day[] {
  const perDay = days.map((_, at) => {
    const week = days.slice(Math.max(0, at - weekLength + 1), at + 1)
    return sumOf(week).n / week.length
  })
  const usual = [...perDay].sort((one, other) => one - other)[Math.floor(perDay.length * 0.75)] ?? 0
  const isFull = (n: number) => n >= thinShare * usual
  return days.slice(perDay.findIndex(isFull), perDay.findLastIndex(isFull) + 1)
}

type Move = { before: Counts; after: Counts }

/**
 * Whether the level also moved by half with the mix of teams held still: each team's share before and after, weighted by its cases on both
 * sides (direct standardisation). Otherwise other teams came or grew, and nothing about the work changed.
 */
export function isOfTeamsThemselves(moves: readonly Move[]): boolean {
  const side = (of: (move: Move) => Counts) =>
    moves.reduce((sum, move) => sum + ((move.before.n + move.after.n) * of(move).x) / of(move).n, 0)
  const n = moves.reduce((sum, { before, after }) => sum + before.n + after.n, 0)
  return n > 0 && isMaterial({ n, x: side(({ before }) => before) }, { n, x: side(({ after }) => after) })
}

/**
 * Whether a team moved the same way, by chance less than once in a thousand: a two-proportion z test with pooled variance. Undefined with
 * fewer than thirty cases on a side.
 */
export function hasMoved(before: Counts, after: Counts, direction: 1 | -1): boolean | undefined {
  if (Math.min(before.n, after.n) < teamCasesMin) return undefined
  const pooled = (before.x + after.x) / (before.n + after.n)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.n + 1 / after.n))
  return error > 0 && (direction * (after.x / after.n - before.x / before.n)) / error > zOfThousandth
}

const teamCasesMin = 30
const zOfThousandth = 3.09
