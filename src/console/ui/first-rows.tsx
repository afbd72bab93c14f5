import { type ReactNode, useState } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'

const rowsAtFirst = 30

type FirstRows<Row> = {
  rows: Row[]
  /** What a CSV says of the rest. */
  pages: { hasMore: boolean }
  /** Stands below the table while there is more. */
  more: ReactNode
}

/** The first rows of a long list, and all of them on demand. */
export function useFirstRows<Row>(all: readonly Row[]): FirstRows<Row> {
  const [isWhole, setIsWhole] = useState(false)
  const rows = isWhole ? [...all] : all.slice(0, rowsAtFirst)
  const hasMore = rows.length < all.length
  const more = hasMore ? (
    <div className="border-t border-line px-4 py-2">
      <Button size="small" onClick={() => setIsWhole(true)}>
        {uiWords.showAll(all.length)}
      </Button>
    </div>
  ) : null
  return { rows, pages: { hasMore }, more }
}
