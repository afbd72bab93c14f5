import { count, share } from '#console/messages/formats.ts'
import type { Picture, Series } from '#console/ui/chart/model.ts'
import { apart, roundUp } from '#console/ui/chart/scale.ts'
import type { Answer } from '../contract.ts'
import { timeOfHalfHour } from './question.ts'
import { capacityWords } from './words.ts'

export type Metric = 'wait' | 'late' | 'depth' | 'busy' | 'people'

type Range = { value: number; low: number; high: number }
type CurvePoint = Answer['curve'][number]
type MetricWay = {
  of: (point: CurvePoint) => Range | null
  axis: () => string
  label: () => string
  format: (value: number) => string
  limit: (answer: Answer) => { y: number; label: string } | null
}

const minutes = (value: number) => count(Math.round(value * 10) / 10)

export const ways: { [metric in Metric]: MetricWay } = {
  wait: {
    of: ({ played }) => played.waitMinutesP90,
    axis: () => capacityWords.waitAxis,
    label: () => capacityWords.wait9,
    format: minutes,
    limit: (answer) => {
      const promises = new Set(answer.quick.settled.classes.map((one) => one.waitMinutesMax))
      const [only] = promises
      return promises.size === 1 && only !== undefined ? { y: only, label: capacityWords.promiseMinutes(only) } : null
    },
  },
  late: {
    of: ({ played }) => played.lateShare,
    axis: () => capacityWords.lateAxis,
    label: () => capacityWords.late,
    format: (value) => share(value),
    limit: ({ quick }) => ({ y: quick.settled.limits.lateShareMax, label: capacityWords.promiseShare(quick.settled.limits.lateShareMax) }),
  },
  depth: {
    of: ({ played }) => played.depthMaxP95,
    axis: () => capacityWords.depthAxis,
    label: () => capacityWords.depth,
    format: (value) => count(Math.round(value)),
    limit: ({ quick }) => ({ y: quick.settled.limits.depthMax, label: capacityWords.promiseDepth(quick.settled.limits.depthMax) }),
  },
  busy: {
    of: ({ played }) => played.occupancy,
    axis: () => capacityWords.busyAxis,
    label: () => capacityWords.busy,
    format: (value) => share(value),
    limit: () => null,
  },
  people: {
    of: ({ peopleToPlan: people }) => ({ value: people, low: people, high: people }),
    axis: () => capacityWords.peopleAxis,
    label: () => capacityWords.peopleNeeded,
    format: (value) => count(Math.round(value)),
    limit: ({ quick }) => {
      const planned = Math.max(0, ...quick.erlang.halfHours.map(({ peoplePlanned }) => peoplePlanned))
      return { y: planned, label: capacityWords.planned(planned) }
    },
  },
}

/** What becomes of the queue as the volume grows. Far beyond the promise the line leaves the picture; its values stay readable. */
export function curvePicture(answer: Answer, metric: Metric): Picture {
  const way = ways[metric]
  const limit = way.limit(answer)
  const asked = answer.quick.settled.volumePerDay
  const breaks = answer.breaking?.at?.volumePerDay
  const points = answer.curve.map((point) => ranged(point.volumePerDay, way.of(point)))
  const highest = Math.max(0, ...points.map((point) => point.y ?? 0))
  const isShare = metric === 'late' || metric === 'busy'
  const lowest = Math.min(...points.map((point) => point.y ?? highest))
  const far = limit ? roundUp(Math.max(limit.y * 4, lowest * 2), 5) : highest
  const cut = highest > far ? far : undefined
  return {
    x: {
      label: capacityWords.curveX,
      format: (value) => count(Math.round(value)),
      isLogarithmic: points.every(({ x }) => x > 0),
      ticks: (room) =>
        apart(
          points.map(({ x }) => x),
          room,
        ),
    },
    y: { label: way.axis(), format: way.format, to: isShare ? 1 : cut },
    series: [{ id: metric, label: way.label(), tone: 1, points }],
    marks: [
      { x: asked, label: capacityWords.asked },
      ...(breaks && breaks.value !== asked ? [{ x: breaks.value, low: breaks.low, high: breaks.high, label: capacityWords.breaks }] : []),
    ],
    limits: limit ? [limit] : [],
  }
}

const ranged = (x: number, range: Range | null) => (range ? { x, y: range.value, low: range.low, high: range.high } : { x, y: null })

/** Times of day, as far apart as there is room for. */
const dayTicks = (from: number, to: number) => (room: number) => {
  const step = [2, 4, 6, 8, 12].find((one) => (to - from) / one <= room) ?? 16
  const first = Math.ceil(from / step) * step
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step)
}

/** The half hours in which something happens: somebody is on duty, or something arrives or waits. */
function livelyHours<H extends { halfHour: number }>(halves: H[], isLively: (half: H) => boolean): H[] {
  const lively = halves.filter(isLively).map((half) => half.halfHour)
  const [from, to] = [Math.min(...lively), Math.max(...lively)]
  return halves.filter((half) => half.halfHour >= from && half.halfHour <= to)
}

export function dayPicture(halves: NonNullable<Answer['halfHours']>): Picture {
  const shown = livelyHours(halves, (half) => half.peopleOnDuty > 0 || half.arrivals > 0 || half.queueMean.value > 0)
  const [from, to] = [shown[0]?.halfHour ?? 0, (shown.at(-1)?.halfHour ?? 47) + 1]
  // A half hour's value is that of its end.
  const series = (id: 'queueMean' | 'queueP95', label: string, tone: 1 | 2): Series => ({
    id,
    label,
    tone,
    points: shown.map((half) => ranged(half.halfHour + 1, half[id])),
  })
  return {
    x: { label: capacityWords.dayX, format: timeOfHalfHour, ticks: dayTicks(from, to), from, to },
    y: { label: capacityWords.dayY, format: (value) => count(value) },
    series: [series('queueMean', capacityWords.dayMean, 1), series('queueP95', capacityWords.dayP95, 2)],
  }
}

type Half = Answer['quick']['erlang']['halfHours'][number]

export function staffPicture(halves: Half[]): Picture {
  const shown = livelyHours(halves, (half) => half.peoplePlanned > 0 || half.neededCarried > 0)
  const [from, to] = [shown[0]?.halfHour ?? 0, (shown.at(-1)?.halfHour ?? 47) + 1]
  return {
    x: { label: capacityWords.dayX, format: timeOfHalfHour, ticks: dayTicks(from, to), from, to },
    y: { label: capacityWords.staffY, format: (value) => count(value) },
    series: [
      {
        id: 'duty',
        label: capacityWords.staffDuty,
        shape: 'step',
        tone: 1,
        points: shown.map((half) => ({ x: half.halfHour, y: half.peopleOnDuty })),
      },
      {
        id: 'needed',
        label: capacityWords.staffNeeded,
        shape: 'step',
        tone: 2,
        points: shown.map((half) => ({ x: half.halfHour, y: half.neededCarried })),
      },
    ],
  }
}

const missing = (half: Half) => Math.max(0, Math.ceil(half.neededCarried - half.peopleOnDuty - 1e-9))

/** By how many people the worst half hour is short, while somebody is planned and while nobody is. */
export function shortBy(halves: Half[]): { planned: number; closed: number } {
  const most = (some: Half[]) => Math.max(0, ...some.map(missing))
  return {
    planned: most(halves.filter(({ peoplePlanned }) => peoplePlanned > 0)),
    closed: most(halves.filter(({ peoplePlanned }) => peoplePlanned === 0)),
  }
}

export function frontierPicture(answer: Answer): Picture {
  const { frontier, peoplePlanned } = answer.staffing ?? { frontier: [], peoplePlanned: null }
  const points = [...frontier].sort((one, other) => one.peoplePlanned - other.peoplePlanned)
  const limit = ways.late.limit(answer)
  return {
    x: {
      label: capacityWords.frontierX,
      format: (value) => count(value),
      ticks: (room) =>
        wholeTicks(
          points.map((point) => point.peoplePlanned),
          room,
        ),
    },
    y: { label: capacityWords.lateAxis, format: (value) => share(value), to: 1 },
    series: [
      { id: 'late', label: capacityWords.late, tone: 1, points: points.map((point) => ranged(point.peoplePlanned, point.lateShare)) },
    ],
    marks: peoplePlanned === null ? [] : [{ x: peoplePlanned, label: capacityWords.smallest }],
    limits: limit ? [limit] : [],
  }
}

/** People are whole: only numbers that were tried, thinned out where there is no room. */
function wholeTicks(tried: number[], room: number): number[] {
  const all = [...new Set(tried)]
  const step = Math.max(1, Math.ceil(all.length / Math.max(1, room)))
  return all.filter((_, index) => index % step === 0)
}
