import { useEffect, useRef, useState } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'

type Pages = { items: unknown[]; hasMore: boolean; isLoadingMore: boolean; more: () => void }

/** The end of a list that usually fits on one page: nothing, unless there is more. */
export function MorePages({ pages }: { pages: Pages }) {
  const { items, hasMore, isLoadingMore, more } = pages
  return hasMore ? <Pager shown={items.length} hasMore isLoading={isLoadingMore} onMore={more} /> : null
}

type PagerProps = { shown: number; hasMore: boolean; isLoading?: boolean; onMore: () => void }

/** The end of a list that comes in pages. It says how many stand above; there is no total, counting would cost a scan. An empty list says so itself. */
export function Pager({ shown, hasMore, isLoading = false, onMore }: PagerProps) {
  const before = useRef(shown)
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    if (shown > before.current) setSpoken(uiWords.moreShown(shown))
    before.current = shown
  }, [shown])
  if (shown === 0 && !hasMore) return null
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2 text-meta text-ink-2">
      {hasMore ? (
        <Button size="small" busy={isLoading} onClick={onMore}>
          {uiWords.showMore}
        </Button>
      ) : null}
      <span>{hasMore ? uiWords.shownSoFar(shown) : uiWords.allShown(shown)}</span>
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </div>
  )
}
