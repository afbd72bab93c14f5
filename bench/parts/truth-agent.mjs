import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers between 0 and 1 from a seed. */
export function streamOf(seed) {
  const source = xoroshiro128plus(seed)
  for (let skip = 0; skip < 64; skip++) source.next()
  return () => ((source.next() >>> 0) + 0.5) / 4_294_967_296
}

export const normalOf = (draw) => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw())

/** Work of an hour of the day; a weekend has two fifths of it. */
const dayShape = [1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 20, 18, 17, 18, 18, 16, 14, 10, 7, 5, 4, 3, 2]
const weekShape = Array.from({ length: 168 }, (_, hour) => dayShape[hour % 24] * (hour < 120 ? 1 : 0.4))
const weekTotal = weekShape.reduce((sum, weight) => sum + weight, 0)

/** Expected decisions of an hour of the week, for so many a day on average. */
export const rateAt = (perDay, hour) => (perDay * 7 * weekShape[hour % 168]) / weekTotal

function poisson(mean, draw) {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalOf(draw)))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = draw(); product > limit; product *= draw()) count++
  return count
}

/** The decisions of one hour in order: when (hours since a Monday 00:00) and whether each is an error. */
export function hourOf({ perDay, hour, errorRate, draw }) {
  const at = Array.from({ length: poisson(rateAt(perDay, hour), draw) }, () => hour + draw()).sort((a, b) => a - b)
  return { at, isError: at.map(() => draw() < errorRate) }
}

/** What the designs learn from: counts of calm weeks, with the gaps of the last of them. */
export function calmWeeks({ perDay, weeks, errorRate, draw }) {
  const slots = Array.from({ length: 168 }, () => ({ events: 0, weeks }))
  const days = Array.from({ length: weeks * 7 }, () => ({ decisions: 0, errors: 0 }))
  const lastWeek = []
  for (let hour = 0; hour < weeks * 168; hour++) {
    const { at, isError } = hourOf({ perDay, hour, errorRate, draw })
    slots[hour % 168].events += at.length
    const day = days[Math.floor(hour / 24)]
    day.decisions += at.length
    day.errors += isError.filter(Boolean).length
    if (hour >= (weeks - 1) * 168) lastWeek.push(...at)
  }
  return { slots, days, lastWeek }
}
