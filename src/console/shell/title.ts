import { useSyncExternalStore } from 'react'
import { shellWords } from '#console/messages/shell.ts'

let shown = ''
const listeners = new Set<() => void>()

/** Names the tab of the browser, and tells screen readers where they are now. */
export function showTitle(title: string) {
  document.title = `${title} · ${shellWords.product}`
  shown = title
  for (const tell of listeners) tell()
}

function listen(tell: () => void) {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}

/** The title on screen, for the line that is read out after a navigation. */
export function useShownTitle(): string {
  return useSyncExternalStore(listen, () => shown)
}
