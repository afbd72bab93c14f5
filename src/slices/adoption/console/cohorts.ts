import { share } from '#console/messages/formats.ts'
import type { Picture, Series } from '#console/ui/chart/model.ts'
import { cohortWords } from './cohort-words.ts'
import { watchedAt } from './look.ts'
import type { Cohort } from './shapes.ts'

const nameOf = ({ from, to, isOrBefore }: Cohort) => cohortWords.began({ from, to, isOrBefore })
const lastDay = ({ survival }: Cohort) => survival.at(-1)?.days ?? 0
const isDrawn = ({ survival }: Cohort) => survival.length > 0

/** The share that still uses it on a day after the beginning, with its range. */
function at({ survival }: Cohort, days: number) {
  const known = survival.findLast((one) => one.days <= days)
  return known ?? { share: 1, low: 1, high: 1, atRisk: survival[0]?.atRisk ?? 0 }
}

/** Days of an axis that reaches so far: one by one while it is short, else week by week. */
const stepOf = (cohorts: readonly Cohort[]) => (Math.max(...cohorts.map(lastDay)) <= 28 ? 1 : 7)

const tones = [1, 2, 3] as const

/** How use lasts, a curve for each month in which teams began. It ends where too few people are watched. */
export function cohortsPicture(all: readonly Cohort[]): Picture {
  const cohorts = all.filter(isDrawn)
  const step = stepOf(cohorts)
  const series = cohorts.map((cohort, nth): Series => {
    const places = Array.from({ length: Math.floor(lastDay(cohort) / step) + 1 }, (_, place) => place)
    const points = places.map((place) => {
      const { share: part, low, high } = at(cohort, place * step)
      return { x: place, y: part, low, high }
    })
    return { id: cohort.from, label: nameOf(cohort), shape: 'step', endsAtLast: true, tone: tones[nth % tones.length] ?? 1, points }
  })
  return {
    x: { label: step === 1 ? cohortWords.days : cohortWords.weeks, format: (place) => String(Math.round(place)), from: 0 },
    y: { label: cohortWords.share, format: (value) => share(value), from: 0, to: 1 },
    series,
  }
}

/** The finding: the share of each on the last day that all curves reach. Undefined where none is drawn. */
export function cohortsTitle(all: readonly Cohort[]): string | undefined {
  const cohorts = all.filter(isDrawn)
  if (cohorts.length === 0) return undefined
  const days = Math.min(...cohorts.map(lastDay))
  return cohortWords.title(
    days,
    cohorts.map((cohort) => ({ part: share(at(cohort, days).share), began: nameOf(cohort) })),
  )
}

/** For each curve, how many people were still watched at a few places of it. */
export const watchedIn = (cohorts: readonly Cohort[]): string[] =>
  cohorts.filter(isDrawn).map((cohort) => {
    const told = watchedAt(cohort).map(({ days, atRisk }) => cohortWords.watchedOn(days, atRisk))
    return cohortWords.watched(nameOf(cohort), cohort.people, told)
  })
