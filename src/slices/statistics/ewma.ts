import { bisect } from './bisect.ts'
import { nodesBetween, normalDensity, solve } from './integral.ts'

const nodeCount = 40

/**
 * Mean observations to an alarm of a moving average whose limits are `width` of its standard deviations on both sides, when normal values are `shift`
 * standard deviations off. The integral equation of Crowder, Technometrics 29(4), 1987, at Gauss–Legendre nodes; fixed limits. Valid for weights from 0.03 to 1.
 */
export function ewmaRunLength({ weight, width }: { weight: number; width: number }, shift: number): number {
  const half = width * Math.sqrt(weight / (2 - weight))
  const nodes = nodesBetween(-half, half, nodeCount)
  const kernel = (from: number) =>
    nodes.at.map((to, k) => ((nodes.weight[k] as number) / weight) * normalDensity((to - (1 - weight) * from) / weight - shift))
  const rows = nodes.at.map((from, row) => kernel(from).map((chance, column) => (row === column ? 1 : 0) - chance))
  const lengths = solve(
    rows,
    nodes.at.map(() => 1),
  )
  return kernel(0).reduce((sum, chance, k) => sum + chance * (lengths[k] as number), 1)
}

/** The width whose mean run without change is `observations`. Valid for 20 to 100,000. */
export function ewmaWidth(weight: number, observations: number): number {
  return bisect({ low: 0.5, high: 5 }, (width) => ewmaRunLength({ weight, width }, 0) < observations)
}

/** Measurements that are right-skewed and above zero, such as handling times, are charted by their logarithm. */
export type Scale = 'plain' | 'logarithm'

/** A chart of a moving average: where it starts, the spread of single values on the chart's scale, the weight of the newest, the width in standard deviations. */
export type EwmaDesign = { scale: Scale; centre: number; deviation: number; weight: number; width: number }

/** 0.1 finds shifts of half a standard deviation to one soonest at this many days between false alarms. */
export const ewmaDefaults = { weight: 0.1, observationsBetweenFalseAlarms: 730 }

const enoughValues = 28
const onScale = (scale: Scale, value: number) => (scale === 'plain' ? value : Math.log(value))

/** Designs the chart from the values of a calm time, one a day. Null with fewer than 28, when all are equal, or when one has no logarithm. */
export function designEwma(values: readonly number[], scale: Scale, rules: Partial<typeof ewmaDefaults> = {}): EwmaDesign | null {
  const { weight, observationsBetweenFalseAlarms } = { ...ewmaDefaults, ...rules }
  const placed = values.map((value) => onScale(scale, value))
  if (placed.length < enoughValues || !placed.every(Number.isFinite)) return null
  const centre = placed.reduce((sum, value) => sum + value, 0) / placed.length
  const deviation = Math.sqrt(placed.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (placed.length - 1))
  if (deviation === 0) return null
  return { scale, centre, deviation, weight, width: ewmaWidth(weight, observationsBetweenFalseAlarms) }
}

/** After `count` values: the average and its limits, in the unit of the measurement. */
export type EwmaState = { count: number; average: number; low: number; high: number; isOutside: boolean }

/**
 * One value further; `state` is null for the first. The limits are exact for every count, so that the first weeks are not blind:
 * centre ± width × deviation × √(weight/(2−weight) × (1 − (1−weight)^(2 count))). Source: Montgomery, equation 9.25.
 */
export function stepEwma(design: EwmaDesign, state: EwmaState | null, value: number): EwmaState {
  const { scale, centre, deviation, weight, width } = design
  const before = state === null ? centre : onScale(scale, state.average)
  const average = weight * onScale(scale, value) + (1 - weight) * before
  const count = (state?.count ?? 0) + 1
  const half = width * deviation * Math.sqrt((weight / (2 - weight)) * (1 - (1 - weight) ** (2 * count)))
  const back = (placed: number) => (scale === 'plain' ? placed : Math.exp(placed))
  const isOutside = Math.abs(average - centre) > half
  return { count, average: back(average), low: back(centre - half), high: back(centre + half), isOutside }
}
