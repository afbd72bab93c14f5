import type * as z from 'zod/mini'
import type { CauseMatch } from './contract/triage.ts'
import type { Likeness } from './draft.ts'

/** Something that is known to go wrong and has somebody at work on it. */
export type Cause = {
  id: string
  /** Null: of the whole organisation. */
  teamId: string | null
  title: string
  nextStep: string
  matches: z.infer<typeof CauseMatch>
  openedAt: Date
  closedAt: Date | null
  etag: number
}

/** How much a cause asks for: the one that asks for most is the nearest. */
export function demandsOf({ matches, teamId }: Pick<Cause, 'matches' | 'teamId'>): number {
  const { decisionType, aiAgent, rule, words } = matches
  return [decisionType, aiAgent, rule, teamId ?? undefined].filter((each) => each !== undefined).length + (words?.length ? 1 : 0)
}

/** True when the item has everything that the cause asks for. A cause that asks for nothing has no items. */
export function belongsTo(cause: Pick<Cause, 'matches' | 'teamId'>, item: Likeness): boolean {
  const { decisionType, aiAgent, rule, words = [] } = cause.matches
  if (demandsOf({ ...cause, teamId: null }) === 0) return false
  const isThere = (asked: string | undefined | null, has: string | null) => asked === undefined || asked === null || asked === has
  return (
    isThere(cause.teamId, item.teamId) &&
    isThere(decisionType, item.decisionType) &&
    isThere(aiAgent, item.aiAgentId) &&
    isThere(rule, item.rule) &&
    hasHalf(words, `${item.title} ${item.subject}`.toLowerCase())
  )
}

/** At least half of the words stand in the text. */
function hasHalf(words: readonly string[], text: string): boolean {
  const found = words.filter((word) => text.includes(word.trim().toLowerCase())).length
  return found * 2 >= words.length
}

/** The cause that an item belongs to: the nearest, of equals the one that is known for longer. */
export function nearestCause(causes: readonly Cause[], item: Likeness): Cause | null {
  const fitting = causes.filter((cause) => belongsTo(cause, item))
  const [nearest] = fitting.sort(
    (one, other) => demandsOf(other) - demandsOf(one) || +one.openedAt - +other.openedAt || (one.id < other.id ? -1 : 1),
  )
  return nearest ?? null
}
