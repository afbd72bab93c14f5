import { bucketOf } from '#slices/measures/index.ts'
import { followMean, foundAfter, logDay, shapeOf } from '#slices/usual/index.ts'
import { normalOf, streamOf } from './truth-agent.mjs'

/** Times of runs vary as times of work do, costs less but with one run of twenty that costs ten times as much. Both are better on some days than on others. */
const kinds = {
  time: (draw) => 60 * Math.exp(0.8 * normalOf(draw)),
  cost: (draw) => 30_000 * Math.exp(0.5 * normalOf(draw)) * (draw() < 0.05 ? 10 : 1),
}
const dayDeviation = 0.04
const baselineDays = 56
const watches = 3
const rules = { falseAlarmsPerYear: 0.5 / watches, soughtRatio: 1.5, indifferentRatio: 1.15 }

/** The values of a day by size; a weekend has two fifths of the work. */
function dayOf({ kind, perDay, day, times, draw }) {
  const cases = Math.max(1, Math.round(((perDay * 7) / 5.8) * (day % 7 < 5 ? 1 : 0.4)))
  const level = times * Math.exp(dayDeviation * normalOf(draw))
  const buckets = new Map()
  for (let at = 0; at < cases; at++) {
    const bucket = bucketOf(level * kinds[kind](draw))
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }
  return { day: String(day), buckets: [...buckets].map(([bucket, n]) => ({ bucket, n })) }
}

/** A watch over so many days, begun anew after each alarm as if people had said that it was nothing. Returns the days of its alarms. */
function alarmsOf({ kind, perDay, days, timesOn, seed, once = false }) {
  const draw = streamOf(seed)
  const shape = shapeOf(Array.from({ length: baselineDays }, (_, day) => dayOf({ kind, perDay, day, times: 1, draw })))
  const wish = { shape, casesPerDay: Math.round((perDay * 7) / 5.8), daysPerYear: 365, direction: 'up', isAfterChange: false, rules }
  const logs = Array.from({ length: days }, (_, day) => logDay(dayOf({ kind, perDay, day, times: timesOn(day), draw }), shape))
  const alarms = []
  for (let from = 0; from < days; ) {
    const { alarmOn } = followMean(wish, logs.slice(from))
    if (alarmOn === null) break
    alarms.push(Number(alarmOn) + 1)
    if (once) break
    from = Number(alarmOn) + 1
  }
  return { alarms, design: followMean(wish, []).design }
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)]
const told = (day) => (day === null || !Number.isFinite(day) ? 'not found' : day.toFixed(0))

const changes = [
  { name: 'jumps to 1.5 times', to: 1.5, overDays: 0 },
  { name: 'creeps to 1.5 times', to: 1.5, overDays: 91 },
  { name: 'creeps to 2.5 times', to: 2.5, overDays: 91 },
]

/** Slow drift of the typical time and cost of a run: how soon it is found, how soon it was promised, and how often there is nothing. */
export function meanScenes({ seeds, title, line, volumes }) {
  title('The typical time of a run gets longer: days until the alarm, as it was and as the page of the watch promises')
  line('runs a day', 'median', 'promised', '90 %', 'promised')
  for (const perDay of volumes)
    for (const { name, to, overDays } of changes) {
      const timesOn = (day) => 1 + (to - 1) * (overDays === 0 ? 1 : Math.min(1, (day + 1) / overDays))
      const seen = Array.from({ length: Math.ceil(seeds / 2) }, (_, at) =>
        alarmsOf({ kind: 'time', perDay, days: 365, timesOn, seed: 7000 * perDay + at + 1, once: true }),
      )
      const found = seen.map(({ alarms }) => alarms[0] ?? Number.POSITIVE_INFINITY)
      const promised = seen.map(({ design }) => foundAfter(design, { to: design.centre + Math.log(to), overDays }))
      const middle = (of) =>
        quantile(
          promised.map((one) => one[of] ?? Number.POSITIVE_INFINITY),
          0.5,
        )
      line(
        `${perDay}, ${name}`,
        told(quantile(found, 0.5)),
        told(middle('medianDays')),
        told(quantile(found, 0.9)),
        told(middle('ninetiethDays')),
      )
    }
  return calmMeans({ seeds, title, line, volumes })
}

function calmMeans({ seeds, title, line, volumes }) {
  title('Calm years of times and costs: false alarms for one AI agent and year (each has a third of the budget for drift: 0.167)')
  line('runs a day', 'time', 'cost', 'years')
  return volumes.map((perDay) => {
    const count = perDay === 1000 ? Math.ceil(seeds / 2) : 2 * seeds
    const rates = Object.keys(kinds).map((kind, which) => {
      const all = Array.from({ length: count }, (_, at) =>
        alarmsOf({ kind, perDay, days: 365, timesOn: () => 1, seed: 9000 * perDay + 500_000 * which + at + 1 }),
      )
      return all.reduce((total, { alarms }) => total + alarms.length, 0) / count
    })
    line(perDay, ...rates.map((rate) => rate.toFixed(3)), count)
    return rates[0] + rates[1]
  })
}
