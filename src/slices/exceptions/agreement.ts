/** Fewer reviews say too little about how often people agree. */
export const agreementReviewsMin = 30

/**
 * A share with its 95 % interval by Wilson: valid from one try on, never below 0 or above 1.
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 */
export function wilson(hits: number, tries: number): { share: number; low: number; high: number } {
  const z = 1.959963984540054
  const share = hits / tries
  const middle = share + (z * z) / (2 * tries)
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * tries)) / tries)
  const whole = 1 + (z * z) / tries
  return { share, low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) }
}

export type Agreement = { share: number; low: number; high: number; reviews: number }

/** How often people approved as proposed, among those who approved, edited or rejected; null where that would say too little. */
export function agreementOf(counted: { approved: number; reviews: number }): Agreement | null {
  const { approved, reviews } = counted
  return reviews < agreementReviewsMin ? null : { ...wilson(approved, reviews), reviews }
}
