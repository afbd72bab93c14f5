import { type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cx } from './cx.ts'

type ScrollFrameProps = { label: string; className?: string; children: ReactNode }

/** Scrolls sideways when its content is wider than the page. Only then it takes a tab stop, so that the keyboard can scroll it. */
export function ScrollFrame({ label, className, children }: ScrollFrameProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [isWide, setIsWide] = useState(false)

  useEffect(() => {
    const element = frame.current
    if (!element) return
    /** At once, so that no frame is painted in which the content is cut off and no key reaches it. */
    const measure = () => flushSync(() => setIsWide(element.scrollWidth > element.clientWidth))
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    for (const child of element.children) watch.observe(child)
    return () => watch.disconnect()
  }, [])

  const reachable = isWide ? { role: 'region', 'aria-label': label, tabIndex: 0 } : {}
  return (
    <div
      ref={frame}
      data-scroll="sideways"
      className={cx('relative overflow-x-auto focus-visible:-outline-offset-2', className)}
      {...reachable}
    >
      {children}
    </div>
  )
}
