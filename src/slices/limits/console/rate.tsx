import { uiWords } from '#console/messages/ui.ts'
import type { Column } from '#console/ui/table.tsx'
import type { RateFigure } from './rate-text.ts'
import { limitWords } from './words.ts'

/** A rate for the CSV, with its range and what it was counted from. Too few is said, never a number. */
export function plainRate<Row>(head: string, rateOf: (row: Row) => RateFigure): Pick<Column<Row>, 'value' | 'also'> {
  return {
    value: (row) => rateOf(row).share ?? uiWords.tooFew,
    also: [
      { head: uiWords.lowOf(head), value: (row) => rateOf(row).low },
      { head: uiWords.highOf(head), value: (row) => rateOf(row).high },
      { head: uiWords.hitsOf(head), value: (row) => rateOf(row).exceptions },
      { head: uiWords.sampleOf(head), value: (row) => rateOf(row).attempts },
    ],
  }
}

export function RateOf({ rate, limit }: { rate: RateFigure; limit?: string }) {
  const { share, low, high } = rate
  if (share === null || low === null || high === null) return <span className="text-ink-2">{limitWords.tooFew(rate.attempts)}</span>
  return (
    <>
      <span className="whitespace-nowrap">{limitWords.rateOf(share, low, high)}</span>
      <span className="block text-meta text-ink-2">
        {limitWords.sample(rate.exceptions, rate.attempts)}
        {limit === undefined ? null : ` · ${limitWords.atMost(limit)}`}
      </span>
    </>
  )
}
