import { count, day, share } from '#console/messages/formats.ts'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import type { AlarmDetail } from './look.ts'
import { alarmWords } from './words.ts'

const dayMs = 86_400_000
const dayOf = (on: string) => Date.parse(on) / dayMs
const told = (at: number) => day(new Date(at * dayMs))

/** The sum, day by day, with the limit that it is held against. */
export function DriftPicture({ chart }: { chart: AlarmDetail['chart'] }) {
  const last = chart.at(-1)
  if (!last || chart.length < 2) return null
  const points = (of: (one: (typeof chart)[number]) => number) => chart.map((one) => ({ x: dayOf(one.on), y: of(one) }))
  const picture: Picture = {
    x: { label: alarmWords.chartDay, format: told },
    y: { label: alarmWords.chartSum, format: count },
    series: [
      { id: 'sum', label: alarmWords.chartSum, points: points(({ sum }) => sum), tone: 1 },
      { id: 'limit', label: alarmWords.chartLimit, points: points(({ limit }) => limit), tone: 2 },
    ],
  }
  const subtitle = alarmWords.chartSubtitle(chart.length)
  return <Chart name="drift" title={alarmWords.chartTitle(last.limit)} subtitle={subtitle} picture={picture} about={[subtitle]} />
}

/** The measure day by day around the alarm, beside what was usual. */
export function AroundPicture({ alarm }: { alarm: AlarmDetail }) {
  const { days, evidence, measure } = alarm
  if (days.length < 2) return null
  const isCount = measure === 'decisions'
  const { baseline } = evidence
  const usual = baseline && !isCount ? baseline.hits / baseline.of : null
  const points = days.map(({ on, of, hits }) => ({ x: dayOf(on), y: valueOn(isCount, { of, hits }) }))
  const picture: Picture = {
    x: { label: alarmWords.chartDay, format: told },
    y: { label: alarm.measureName, format: isCount ? count : (value) => share(value, 1) },
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
