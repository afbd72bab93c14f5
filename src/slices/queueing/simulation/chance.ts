import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers evenly spread between 0 and 1, neither of them included. */
export type Stream = () => number

/** What a stretch of days draws from; each purpose has a stream of its own, so that a change in one moves none of the others. */
export type Streams = { arrivals: Stream; work: Stream; duty: Stream; days: Stream }

/** The generator begins near zero for small seeds; its first numbers are not used. */
const skipped = 64

/** The streams of one stretch of days after the other. All streams of a seed are 2^64 numbers apart from each other. */
export function streamsFrom(seed: number): () => Streams {
  const source = xoroshiro128plus(seed)
  for (let k = 0; k < skipped; k++) source.next()
  const next = (): Stream => {
    const own = source.clone()
    source.jump()
    return () => ((own.next() >>> 0) + 0.5) / 4_294_967_296
  }
  return () => ({ arrivals: next(), work: next(), duty: next(), days: next() })
}

/** Draws handling times with a mean and a spread. */
export function handlingDraw(meanMinutes: number, scv: number): (stream: Stream) => number {
  if (scv === 0) return () => meanMinutes
  if (scv === 1) return (stream) => -meanMinutes * Math.log(stream())
  if (scv > 1) return lognormal(meanMinutes, scv)
  const shape = 1 / scv
  return (stream) => (meanMinutes / shape) * gamma(shape, stream)
}

function lognormal(mean: number, scv: number): (stream: Stream) => number {
  const variance = Math.log(1 + scv)
  const spread = Math.sqrt(variance)
  const centre = Math.log(mean) - variance / 2
  return (stream) => Math.exp(centre + spread * normal(stream))
}

function normal(stream: Stream): number {
  return Math.sqrt(-2 * Math.log(stream())) * Math.cos(2 * Math.PI * stream())
}

/** Gamma of unit scale for shapes above 1 (Marsaglia and Tsang 2000). */
function gamma(shape: number, stream: Stream): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(stream)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(stream()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
