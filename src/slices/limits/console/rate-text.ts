import { limitWords } from './words.ts'

export type RateFigure = {
  status: 'ok' | 'too_few'
  share: number | null
  low: number | null
  high: number | null
  exceptions: number
  attempts: number
}

/** A share with its range and what it was counted from; in words where there is too little. */
export function rateText(rate: RateFigure): string {
  const { share, low, high } = rate
  if (share === null || low === null || high === null) return limitWords.tooFew(rate.attempts)
  return `${limitWords.rateOf(share, low, high)}, ${limitWords.sample(rate.exceptions, rate.attempts)}`
}
