import type { LucideIcon } from 'lucide-react'
import type { Me } from './shell/me.tsx'
import { may } from './shell/me.tsx'

export type ScreenGroup = 'work' | 'organisation' | 'engineering' | 'settings'

/** A place in the rail, in the palette and among the keys. It exists once its page does. */
export type Screen = {
  path: string
  group: ScreenGroup
  label: () => string
  icon: LucideIcon
  /** The letter after `g`. */
  letter?: string
  /** The right that opens it; without one everybody who is signed in may. */
  scope?: string
}

/** All screens, in the order of the rail. */
export const screens: Screen[] = []

export function screensFor(me: Me, all: Screen[] = screens): Screen[] {
  return all.filter((screen) => screen.scope === undefined || may(me, screen.scope))
}

/** The screen that an address belongs to: its own or the nearest one above. */
export function screenAt(path: string, all: Screen[] = screens): Screen | undefined {
  const fitting = all.filter((screen) => path === screen.path || path.startsWith(`${screen.path}/`))
  return fitting.sort((one, other) => other.path.length - one.path.length)[0]
}
