import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'pilotage.theme'
const listeners = new Set<() => void>()

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

/** The look on screen now. public/theme.js has set it before the first paint. */
export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'
}

function show(theme: Theme) {
  document.documentElement.dataset.theme = theme
  for (const tell of listeners) tell()
}

/** Chooses a look and remembers it in this browser; until then the system's choice counts. */
export function chooseTheme(theme: Theme) {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
  show(theme)
}

/** Follows the system and other tabs. Returns what ends it. */
export function followSystemTheme(): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const fromSystem = () => {
    if (stored() === null) show(dark.matches ? 'dark' : 'light')
  }
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key === KEY) show(stored() ?? (dark.matches ? 'dark' : 'light'))
  }
  dark.addEventListener('change', fromSystem)
  addEventListener('storage', fromOtherTab)
  return () => {
    dark.removeEventListener('change', fromSystem)
    removeEventListener('storage', fromOtherTab)
  }
}

function listen(tell: () => void) {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, currentTheme)
}
