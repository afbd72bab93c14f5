import { type RefObject, useEffect, useRef } from 'react'
import { type KeyBinding, useKeys } from './keys.ts'

/**
 * What had the focus may go: a dialog that is answered, then the button that opened it, once the list is read again. Then the next row has the
 * focus, and the content where there is none: never nothing.
 */
export function useFocusKept(place: RefObject<HTMLElement | null>) {
  useEffect(() => {
    let last: Node | null = null
    const remember = ({ target }: FocusEvent) => {
      last = target as Node
    }
    const keep = () => {
      if (document.activeElement !== document.body || !last || last.isConnected) return
      const next = place.current?.querySelector<HTMLElement>('[data-row]') ?? document.getElementById('content')
      next?.focus({ preventScroll: true })
    }
    const watch = new MutationObserver(keep)
    document.addEventListener('focusin', remember)
    watch.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      watch.disconnect()
    }
  }, [place])
}

type Walk = { next: string; previous: string }

/** `j` and `k` walk over the links marked `data-row` inside an element; Enter then opens the one that has the focus. */
export function useRowWalk<E extends HTMLElement>(labels: Walk, more: KeyBinding[] = []): RefObject<E | null> {
  const place = useRef<E>(null)
  const step = (by: 1 | -1) => () => {
    const rows = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const here = rows.indexOf(document.activeElement as HTMLElement)
    const to = here < 0 ? 0 : here + by
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus()
  }
  useKeys([{ keys: 'j', label: labels.next, run: step(1) }, { keys: 'k', label: labels.previous, run: step(-1) }, ...more])
  return place
}
