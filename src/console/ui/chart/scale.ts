/** Where a value stands on the picture, in pixels. */
export type Scale = (value: number) => number

/** A straight scale. A domain without width puts everything in the middle. */
export function linear([from, to]: [number, number], [start, end]: [number, number]): Scale {
  if (from === to) return () => (start + end) / 2
  return (value) => start + ((value - from) / (to - from)) * (end - start)
}

/** A scale on which twice as much is as far everywhere. For values above zero. */
export function logarithmic([from, to]: [number, number], place: [number, number]): Scale {
  const straight = linear([Math.log(from), Math.log(to)], place)
  return (value) => straight(Math.log(value))
}

/** A scale by square roots: even where the width of a range shrinks with the root of a count. For values not below zero. */
export function root([from, to]: [number, number], place: [number, number]): Scale {
  const straight = linear([Math.sqrt(from), Math.sqrt(to)], place)
  return (value) => straight(Math.sqrt(value))
}

/** Those of some values above zero that stand apart on such a scale, at most about `count` of them. */
export function apart(values: readonly number[], count: number): number[] {
  const sorted = [...values].sort((one, other) => one - other)
  const gap = Math.log((sorted.at(-1) ?? 1) / (sorted[0] ?? 1)) / Math.max(1, count)
  const kept: number[] = []
  for (const value of sorted) if (kept.length === 0 || Math.log(value / (kept.at(-1) ?? value)) >= gap) kept.push(value)
  return kept
}

/** The nearest step of 1, 2 or 5 times a power of ten that gives at most about `count` of them. */
function stepOf(span: number, count: number): number {
  const rough = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = [1, 2, 5, 10].find((one) => one * power >= rough * 0.999_999) ?? 10
  return lead * power
}

/** Round values from `from` to `to`, both ends included where they are round themselves. */
export function ticks(from: number, to: number, count: number): number[] {
  if (!(to > from)) return [from]
  const step = stepOf(to - from, count)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  const places = Math.max(0, -Math.floor(Math.log10(step)))
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(places)))
}

/** The first round value that nothing goes beyond. */
export function roundUp(top: number, count: number): number {
  if (!(top > 0)) return 1
  const step = stepOf(top, count)
  return Math.ceil(top / step - 1e-9) * step
}
