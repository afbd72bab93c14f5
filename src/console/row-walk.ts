import { type RefObject, useEffect, useRef } from 'react'
import { type KeyBinding, useKeys } from './keys.ts'

/**
 * Whoever answers something in a dialog may find that what opened it is gone. Then the next row has the focus, and the content where there is none:
 * never nothing.
 */
export function useFocusAfter(isOpen: boolean, place: RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (!isOpen) return
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        const next = place.current?.querySelector<HTMLElement>('[data-row]') ?? document.getElementById('content')
        next?.focus({ preventScroll: true })
      })
    }
  }, [isOpen, place])
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
