/** A share with its 95 % interval, all from 0 to 1; `share` is null where there is nothing to count. */
export type Share = { hits: number; of: number; share: number | null; low: number; high: number }

/** 0.975 quantile of the standard normal distribution. */
const z = 1.959963984540054

/**
 * Share of hits with the Wilson score interval at 95 %: where the true share lies, as far as this many cases can say.
 *
 * Source: Wilson, Journal of the American Statistical Association 22(158), 1927, equation for the score interval.
 */
export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: null, low: 0, high: 1 }
  const share = hits / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { hits, of, share, low: hits === 0 ? 0 : middle - half, high: hits === of ? 1 : middle + half }
}
