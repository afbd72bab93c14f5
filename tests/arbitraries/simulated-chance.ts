import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Draws for simulated organisations; the same seed gives the same ones. */
export type Chance = {
  /** Evenly between 0 and 1. */
  share(): number
  /** Standard normal. */
  normal(): number
  /** A true share around a mean; the larger the size, the nearer. */
  beta(mean: number, size: number): number
  /** Hits of so many cases. */
  hits(of: number, share: number): number
  /** A whole number from low to high, small ones as likely by their order of magnitude as large ones. */
  size(low: number, high: number): number
}

export function chanceFrom(seed: number): Chance {
  const source = xoroshiro128plus(seed)
  for (let k = 0; k < 64; k++) source.next()
  const share = () => ((source.next() >>> 0) + 0.5) / 4_294_967_296
  const normal = () => Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share())
  const beta = (mean: number, cases: number) => {
    const [a, b] = [gamma(mean * cases, { share, normal }), gamma((1 - mean) * cases, { share, normal })]
    return a / (a + b)
  }
  const hits = (of: number, p: number): number => {
    if (of < 60) return Array.from({ length: of }, share).filter((one) => one < p).length
    // The middle of `of` even draws is a beta value; on one side of it all is known (Devroye 1986, section X.4.3).
    const low = 1 + Math.floor(of / 2)
    const middle = beta(low / (of + 1), of + 1)
    return middle <= p ? low + hits(of - low, (p - middle) / (1 - middle)) : hits(low - 1, p / middle)
  }
  const size = (low: number, high: number) => Math.round(low * (high / low) ** share())
  return { share, normal, beta, hits, size }
}

/** Gamma of unit scale (Marsaglia and Tsang 2000). */
function gamma(shape: number, chance: Pick<Chance, 'share' | 'normal'>): number {
  if (shape < 1) return gamma(shape + 1, chance) * chance.share() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = chance.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(chance.share()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
