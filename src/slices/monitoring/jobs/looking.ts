import type { Settings } from '../settings.ts'
import type { Watch } from '../watch.ts'

/** One look of a watch. */
export type Looking = {
  watch: Watch
  settings: Settings
  /** Watches of the kind that share the budget of the AI agent. */
  among: number
  isStopped: boolean
  now: Date
}
