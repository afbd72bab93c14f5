import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'

type WindowSettings = { count: number; rowRem: number; box: RefObject<HTMLElement | null> }

const OVERSCAN = 6

export type Shown = {
  /** The first row that is drawn, and the one behind the last. */
  from: number
  to: number
  rowHeight: number
  /** Rows that fit into the box. */
  page: number
  scrollTo: (index: number) => void
}

/** How large the letters are: whoever enlarges only the text gets larger rows with it. */
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16

/**
 * Draws only the rows in view of a list whose rows are all equally high. Ours instead of a library: rows of one height need a
 * division, not measuring.
 */
export function useWindow({ count, rowRem, box }: WindowSettings): Shown {
  const [view, setView] = useState({ top: 0, height: 800, rowHeight: rowRem * 16 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight, rowHeight: rowRem * rem() })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, rowRem])
  useEffect(() => {
    const element = box.current
    if (!element) return
    const scrolled = () => setView((before) => ({ ...before, top: element.scrollTop }))
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => element.removeEventListener('scroll', scrolled)
  }, [box])
  const { rowHeight, height } = view
  const scrollTo = useCallback(
    (index: number) => {
      const element = box.current
      if (!element || index < 0) return
      const top = index * rowHeight
      if (top < element.scrollTop) element.scrollTop = top
      else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight
    },
    [box, rowHeight],
  )
  const first = Math.floor(view.top / rowHeight)
  const page = Math.max(1, Math.floor(height / rowHeight))
  return { from: Math.max(0, first - OVERSCAN), to: Math.min(count, first + page + 2 + OVERSCAN), rowHeight, page, scrollTo }
}
