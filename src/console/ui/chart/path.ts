import type { Scale } from './scale.ts'

/** One measured value. `y` is null where nothing is known; `low` and `high` are the ends of its range. */
export type Point = { x: number; y: number | null; low?: number; high?: number /** Drawn beside it. */; name?: string }

type Known = Point & { y: number }
type Scales = { x: Scale; y: Scale }

const isKnown = (point: Point): point is Known => point.y !== null
const at = (x: number, y: number) => `${x.toFixed(1)},${y.toFixed(1)}`

/** Stretches without a hole: what is not known is left open, never bridged. */
export function stretches(points: Point[]): Known[][] {
  const found: Known[][] = [[]]
  for (const point of points) {
    if (isKnown(point)) found.at(-1)?.push(point)
    else found.push([])
  }
  return found.filter((one) => one.length > 0)
}

export function linePath(points: Point[], { x, y }: Scales): string {
  return stretches(points)
    .map((one) => `M${one.map((point) => at(x(point.x), y(point.y))).join('L')}`)
    .join('')
}

/** Each value holds until the next one begins, and the last one for as long as the one before it, unless it ends there. */
export function stepPath(points: Point[], { x, y }: Scales, endsAtLast = false): string {
  const width = stepWidth(points)
  const last = points.at(-1)
  const end = (point: Point) => (endsAtLast && point === last ? point.x : point.x + width)
  return stretches(points)
    .map((one) => `M${one.map((point) => `${at(x(point.x), y(point.y))}H${x(end(point)).toFixed(1)}`).join('L')}`)
    .join('')
}

/** The same points with a corner where each value ends: the area between the ends of their ranges has steps too. */
export function corners(points: Point[]): Point[] {
  return points.flatMap((point, index) => {
    const next = points[index + 1]
    return next ? [point, { ...point, x: next.x }] : [point]
  })
}

/** The area between the two ends of the range. */
export function bandPath(points: Point[], { x, y }: Scales): string {
  return stretches(points)
    .map((one) => {
      const upper = one.map((point) => at(x(point.x), y(point.high ?? point.y)))
      const lower = one.map((point) => at(x(point.x), y(point.low ?? point.y))).reverse()
      return `M${[...upper, ...lower].join('L')}Z`
    })
    .join('')
}

/** The smallest distance between two neighbours: how broad a bar or a step is. */
export function stepWidth(points: Point[]): number {
  const gaps = points.slice(1).map((point, index) => point.x - (points[index]?.x ?? point.x))
  return Math.min(...gaps.filter((gap) => gap > 0), Number.POSITIVE_INFINITY) || 1
}
