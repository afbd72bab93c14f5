import { count, day } from '#console/messages/formats.ts'
import { valueInUnit } from '#console/messages/units.ts'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { type AlarmDetail, isOfValues } from './look.ts'
import { alarmWords } from './words.ts'

const dayMs = 86_400_000
const dayOf = (on: string) => Date.parse(on) / dayMs
const told = (at: number) => day(new Date(at * dayMs))

/** The sum, or the moving average, day by day, with the limit that it is held against. */
export function DriftPicture({ alarm }: { alarm: AlarmDetail }) {
  const { chart, unit, currency, measureName } = alarm
  const isTypical = isOfValues(alarm)
  const last = chart.at(-1)
  if (!last || chart.length < 2) return null
  const points = (of: (one: (typeof chart)[number]) => number) => chart.map((one) => ({ x: dayOf(one.on), y: of(one) }))
  const label = isTypical ? alarmWords.typicalAverage : alarmWords.chartSum
  const picture: Picture = {
    x: { label: alarmWords.chartDay, format: told },
    y: { label, format: isTypical ? (value) => valueInUnit(value, unit, currency) : count, ...(isTypical ? { from: 0 } : {}) },
    series: [
      { id: 'sum', label, points: points(({ sum }) => sum), tone: 1 },
      { id: 'limit', label: alarmWords.chartLimit, points: points(({ limit }) => limit), tone: 2 },
    ],
  }
  const subtitle = isTypical ? alarmWords.typicalSubtitle(chart.length) : alarmWords.chartSubtitle(chart.length)
  const title = isTypical ? alarmWords.typicalTitle(measureName) : alarmWords.chartTitle(last.limit)
  return <Chart name="drift" title={title} subtitle={subtitle} picture={picture} about={[subtitle]} />
}

/** The measure day by day around the alarm, beside what was usual. */
export function AroundPicture({ alarm }: { alarm: AlarmDetail }) {
  const { days, evidence, measure, unit, currency } = alarm
  if (days.length < 2) return null
  const isCount = measure === 'decisions'
  const { baseline } = evidence
  const share = baseline && !isCount ? baseline.hits / baseline.of : null
  const usual = evidence.values?.before ?? share
  const points = days.map(({ on, of, hits, value }) => ({ x: dayOf(on), y: value ?? valueOn(isCount, { of, hits }) }))
  const picture: Picture = {
    x: { label: alarmWords.chartDay, format: told },
    y: { label: alarm.measureName, format: (value) => valueInUnit(value, unit, currency) },
    series: [
      { id: measure, label: alarm.measureName, points, tone: 1, shape: 'points' },
      ...(usual === null
        ? []
        : [{ id: 'usual', label: alarmWords.evidenceBaseline, points: points.map(({ x }) => ({ x, y: usual })), tone: 3 as const }]),
    ],
    marks: [{ x: Date.parse(alarm.since) / dayMs, label: alarmWords.since }],
  }
  const subtitle = alarmWords.aroundSubtitle(days.length)
  return <Chart name="around" title={alarmWords.aroundTitle(alarm.measureName)} subtitle={subtitle} picture={picture} about={[subtitle]} />
}

function valueOn(isCount: boolean, { of, hits }: { of: number; hits: number }): number | null {
  if (isCount) return of
  return of === 0 ? null : hits / of
}
