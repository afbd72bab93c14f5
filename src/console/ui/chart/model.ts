import { type Point, stepWidth } from './path.ts'
import { linear, logarithmic, root, roundUp, type Scale, ticks } from './scale.ts'

export type Axis = {
  /** What is counted, with its unit. */
  label: string
  format: (value: number) => string
  /** Where it begins and ends; left out: zero, or the first value, to the last one. */
  from?: number
  to?: number
  /** Own places for ticks, such as full hours, for at most so many. */
  ticks?: (count: number) => number[]
  /** Twice as much is as far everywhere. Of the horizontal axis only, for values above zero, with ticks of its own. */
  isLogarithmic?: boolean
  /** By square roots, for counts that say how far chance reaches. Of the horizontal axis only. */
  isRoot?: boolean
}

export type Series = {
  id: string
  label: string
  points: Point[]
  /** What is drawn at its last point: its label unless told, nothing where empty. */
  name?: string
  /** The last step of a curve that is known up to there and no further. */
  endsAtLast?: boolean
  shape?: 'line' | 'step' | 'bar' | 'points' | 'band'
  /** 1 is solid, 2 dashed, 3 dotted. */
  tone: 1 | 2 | 3
}

/** An upright line with a name, such as today; with its range where it is an estimate. */
export type Mark = { x: number; label: string; low?: number; high?: number }

/** A level line with a name, such as a promise. What lies above it is tinted. */
export type Limit = { y: number; label: string }

export type Picture = { x: Axis; y: Axis; series: Series[]; marks?: Mark[]; limits?: Limit[] }

export type Frame = {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  x: Scale
  y: Scale
  xTicks: number[]
  yTicks: number[]
  /** Names stand beside the last point, or above it where there is no room beside. */
  areNamesBeside: boolean
}

/** Every place of the horizontal axis at which something was measured. */
export function placesOf(series: Series[]): number[] {
  return [...new Set(series.flatMap((one) => one.points.map((point) => point.x)))].sort((one, other) => one - other)
}

/** The value of a series at a place; a step or bar holds over its whole width. */
export function valueAt(series: Series, x: number): Point | undefined {
  return series.points.find((point) => point.x === x)
}

const perCharacter = 6.4
const nameOf = ({ name, label }: Series) => name ?? label

function scaleOf({ isLogarithmic = false, isRoot = false }: Axis) {
  if (isLogarithmic) return logarithmic
  return isRoot ? root : linear
}

function rangeOfX({ x, series, marks }: Picture): [number, number] {
  const places = placesOf(series)
  const ends = series
    .filter(({ shape, endsAtLast }) => (shape === 'step' && !endsAtLast) || shape === 'bar')
    .map((one) => lastEnd(one.points))
  const all = [...places, ...ends, ...(marks ?? []).map((mark) => mark.x)]
  return [x.from ?? Math.min(...all), x.to ?? Math.max(...all)]
}

function lastEnd(points: Point[]): number {
  const width = stepWidth(points)
  return (points.at(-1)?.x ?? 0) + (Number.isFinite(width) ? width : 1)
}

function topOfY({ y, series, limits }: Picture): number {
  if (y.to !== undefined) return y.to
  const values = series.flatMap((one) => one.points.map((point) => (point.y === null ? 0 : Math.max(point.y, point.high ?? 0))))
  return roundUp(Math.max(...values, ...(limits ?? []).map((limit) => limit.y), 0) * 1.02, 5)
}

/** Lays the picture out for a width: margins by the longest texts, ticks by the room there is. */
export function layOut(picture: Picture, width: number, height: number): Frame {
  const areNamesBeside = width >= 480
  const [fromY, toY] = [picture.y.from ?? 0, topOfY(picture)]
  const yTicks = picture.y.ticks?.(5) ?? ticks(fromY, toY, 5)
  const left = 12 + Math.max(...yTicks.map((tick) => picture.y.format(tick).length)) * perCharacter
  const named = picture.series.length > 1 || areNamesBeside
  const names = picture.series.filter((one) => one.shape !== 'bar').map((one) => nameOf(one).length)
  const right = areNamesBeside && named && names.length > 0 ? 16 + Math.max(...names) * perCharacter : 16
  const top = (picture.marks ?? []).length > 0 ? 28 : 12
  const frame = { width, height, left, right: Math.min(right, width * 0.3), top, bottom: 44 }
  const rangeX = rangeOfX(picture)
  const room = width - frame.left - frame.right
  const widest = Math.max(...rangeX.map((end) => picture.x.format(end).length), 3) * perCharacter + 20
  const xCount = Math.max(2, Math.min(9, Math.floor(room / widest)))
  return {
    ...frame,
    x: scaleOf(picture.x)(rangeX, [frame.left, width - frame.right]),
    y: linear([fromY, toY], [height - frame.bottom, frame.top]),
    xTicks: picture.x.ticks?.(xCount) ?? ticks(rangeX[0], rangeX[1], xCount),
    yTicks,
    areNamesBeside,
  }
}

type Name = { id: string; text: string; x: number; y: number }

/** Names of the lines at their last point inside the picture, moved apart where they would touch. */
export function placeNames(picture: Picture, frame: Frame): Name[] {
  const floor = frame.height - frame.bottom
  const names = picture.series
    .filter((one) => one.shape !== 'bar' && nameOf(one) !== '')
    .flatMap((one) => {
      const seen = one.points.filter((point) => point.y !== null && frame.y(point.y) >= frame.top - 1)
      const last = seen.at(-1)
      if (last?.y === null || last === undefined) return []
      return [
        { id: one.id, text: nameOf(one), x: frame.x(one.shape === 'step' && !one.endsAtLast ? lastEnd(seen) : last.x), y: frame.y(last.y) },
      ]
    })
    .sort((one, other) => one.y - other.y)
  const placed: Name[] = []
  for (const name of names) {
    const above = placed.at(-1)
    const y = Math.max(name.y, frame.top + 6, above ? above.y + 15 : 0)
    placed.push({ ...name, y })
  }
  const over = Math.max(0, (placed.at(-1)?.y ?? 0) - (floor - 4))
  return placed.map((name) => ({ ...name, y: name.y - over }))
}

type PointName = { key: string; text: string; x: number; y: number; anchor: 'start' | 'end' }

/** Names of points that stand out: beside the point, on the side with more room, and a line lower where another name is in the way. */
export function placePointNames(picture: Picture, frame: Frame): PointName[] {
  const middle = (frame.left + frame.width - frame.right) / 2
  const names = picture.series
    .flatMap(({ id, points }) =>
      points.flatMap(({ x, y, name }) =>
        name === undefined || y === null ? [] : [{ key: `${id} ${x} ${name}`, text: name, x: frame.x(x), y: frame.y(y) }],
      ),
    )
    .sort((one, other) => one.y - other.y)
  const placed: (PointName & { from: number; to: number })[] = []
  for (const { x, y, ...name } of names) {
    const isLate = x > middle
    const at = x + (isLate ? -10 : 10)
    const long = name.text.length * perCharacter
    const [from, to] = isLate ? [at - long, at] : [at, at + long]
    const inTheWay = placed.filter((one) => one.from < to && from < one.to)
    const lowest = inTheWay.reduce((low, one) => (Math.abs(one.y - low) < 14 ? one.y + 14 : low), y)
    placed.push({ ...name, x: at, y: lowest, anchor: isLate ? 'end' : 'start', from, to })
  }
  return placed.map(({ from: _, to: __, ...name }) => name)
}
