import { bisect } from './bisect.ts'

export const hoursPerWeek = 168

/** Events and watched weeks of one hour of the week. Hours in which a pause, an outage, a holiday or an incident lay are not watched. */
export type Slot = { events: number; weeks: number }

/** How often events come, by hour of the week from Monday 00:00 in the team's zone: learnt from counts, or known per hour. 168 places each. */
export type Rhythm = { kind: 'learnt'; slots: readonly Slot[] } | { kind: 'known'; perHour: readonly number[] }

/**
 * How surprising it is that nothing came in parts of hours: −ln of the chance. With known rates that is the sum of rate × part, the expected events. With rates
 * learnt from x events in W weeks it is the predictive of a gamma–Poisson, (W/(W+f))^x for each hour, and Jeffreys' half event once for the whole time: it
 * is one unknown, how many events were to come. Counted in every hour it would make each empty night hour look busier than it is.
 * Hours that were never watched surprise nobody.
 */
function surpriseOf(rhythm: Rhythm, parts: Float64Array): number {
  let sum = 0
  let widest = 0
  for (const [slot, part] of parts.entries()) {
    if (part === 0) continue
    if (rhythm.kind === 'known') sum += (rhythm.perHour[slot] ?? 0) * part
    const { events, weeks } = rhythm.kind === 'known' ? unwatched : (rhythm.slots[slot] ?? unwatched)
    if (weeks === 0) continue
    sum += events * Math.log1p(part / weeks)
    widest = Math.max(widest, Math.log1p(part / weeks))
  }
  return sum + widest / 2
}

const unwatched: Slot = { events: 0, weeks: 0 }

/** Chance that nothing comes in a part of an hour of the week that has these counts: (W/(W+f))^(x+½). */
export const chanceOfNone = (slot: Slot, part: number) => Math.exp(-surpriseOf({ kind: 'learnt', slots: [slot] }, Float64Array.of(part)))

/** Time without an event: from an hour of the week (0 to 168, with fractions), so many hours long. `paused` are hours since its beginning that do not count. */
export type Quiet = { fromHour: number; hours: number; paused?: readonly { from: number; to: number }[] }

/** How surprising a quiet time is, in natural logarithms: about the number of events that were to be expected. Compare it with a design's threshold. */
export function quietSurprise(rhythm: Rhythm, { fromHour, hours, paused = [] }: Quiet): number {
  const covered = new Float64Array(hoursPerWeek)
  let at = 0
  while (at < hours) {
    const clock = fromHour + at
    const next = Math.min(hours, at + Math.floor(clock) + 1 - clock)
    const slot = Math.floor(clock) % hoursPerWeek
    const lost = paused.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, next) - Math.max(from, at)), 0)
    covered[slot] = (covered[slot] as number) + Math.max(0, next - at - lost)
    at = next
  }
  return surpriseOf(rhythm, covered)
}

/** Events of a year of 365 days by the rhythm. */
export function eventsPerYear(rhythm: Rhythm): number {
  const perWeek =
    rhythm.kind === 'known'
      ? rhythm.perHour.reduce((sum, rate) => sum + rate, 0)
      : rhythm.slots.reduce((sum, { events, weeks }) => sum + (weeks === 0 ? 0 : events / weeks), 0)
  return (perWeek * 365) / 7
}

export const silenceDefaults = { falseAlarmsPerYear: 0.25, eventsPerDayForGaps: 20, clumpingTolerated: 1.3 }

/**
 * When silence is an alarm. `gap`: as soon as the time since the last event is more surprising than the threshold. `days`: for few events, only at midnight, over
 * whole days without one. `isClumped` when the threshold comes from the gaps that were seen.
 */
export type SilenceDesign = { rule: 'gap' | 'days'; threshold: number; isClumped: boolean; rhythm: Rhythm }

/**
 * The threshold is ln(events per year / false alarms per year): on its own clock a gap of a Poisson process is exponential, and there is one gap for each
 * event. `gaps` are surprises between events in a calm time; when they vary more than such a process, their own tail decides. Null for a rhythm without events.
 */
export function designSilence(
  rhythm: Rhythm,
  gaps: readonly number[] = [],
  rules: Partial<typeof silenceDefaults> = {},
): SilenceDesign | null {
  const { falseAlarmsPerYear, eventsPerDayForGaps, clumpingTolerated } = { ...silenceDefaults, ...rules }
  const yearly = eventsPerYear(rhythm)
  if (yearly === 0) return null
  if (yearly / 365 < eventsPerDayForGaps) return { rule: 'days', threshold: Math.log(365 / falseAlarmsPerYear), isClumped: false, rhythm }
  const threshold = Math.log(yearly / falseAlarmsPerYear)
  if (gaps.length < gapsForTail || squaredVariation(gaps) <= clumpingTolerated) return { rule: 'gap', threshold, isClumped: false, rhythm }
  return { rule: 'gap', threshold: Math.max(threshold, tailQuantile(gaps, falseAlarmsPerYear / yearly)), isClumped: true, rhythm }
}

const gapsForTail = 100
const tailShare = 0.02

/** Variance over squared mean: 1 for a Poisson process. */
function squaredVariation(gaps: readonly number[]): number {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length / mean ** 2
}

/** The value that this share of gaps exceeds: from the gaps themselves, and beyond the longest of them by the mean excess of the longest fiftieth. */
function tailQuantile(gaps: readonly number[], share: number): number {
  const sorted = [...gaps].sort((a, b) => a - b)
  if (share * gaps.length >= 1) return sorted[Math.ceil((1 - share) * gaps.length) - 1] as number
  const tail = sorted.slice(Math.floor((1 - tailShare) * gaps.length))
  const from = tail[0] as number
  const excess = tail.reduce((sum, gap) => sum + gap - from, 0) / tail.length
  return Math.max(sorted.at(-1) as number, from + excess * Math.log(tailShare / share))
}

/** Whether a quiet time is an alarm. For the rule `days`, give whole days from midnight to midnight. */
export const isSilent = (design: SilenceDesign, quiet: Quiet) => quietSurprise(design.rhythm, quiet) > design.threshold

const weeksLookedAt = 8

/** Hours from the beginning of a silence to its alarm, when it begins with an event at this hour of the week. Null where that takes more than eight weeks. */
export function silenceFoundAfter({ rule, threshold, rhythm }: SilenceDesign, fromHour: number): number | null {
  const wait = rule === 'gap' ? 0 : (24 - (fromHour % 24)) % 24
  const surpriseAfter = (hours: number) => quietSurprise(rhythm, { fromHour: fromHour + wait, hours })
  const longest = weeksLookedAt * hoursPerWeek
  if (surpriseAfter(longest) <= threshold) return null
  const found = bisect({ low: 0, high: longest }, (at) => surpriseAfter(at) <= threshold)
  return rule === 'gap' ? found : wait + Math.ceil(found / 24) * 24
}

/** Surprises between events, for `designSilence`; `at` are hours since a Monday 00:00 in the team's zone, ascending. */
export function gapSurprises(rhythm: Rhythm, at: readonly number[]): number[] {
  return at.slice(1).map((to, k) => {
    const from = at[k] as number
    return quietSurprise(rhythm, { fromHour: from % hoursPerWeek, hours: to - from })
  })
}
