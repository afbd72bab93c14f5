import type { Tx } from '#kernel/db.ts'
import type { Version } from '#slices/measures/index.ts'
import type { Event } from '../event.ts'

export type RecordParts = {
  /** The present: when they were recorded. */
  at: Date
  /** The key of this installation under which customers are pseudonyms: `pseudonymKeyOf`. */
  pseudonymKey: Buffer
  /** Versions of all measures: `versionsOf` of measures. */
  versions: ReadonlyMap<string, readonly Version[]>
  /** Whether text is also kept as it came in: the setting `keepRawTranscripts`. */
  keepsRaw: boolean
}

export type Recorded = { recorded: number; repeated: number; conversations: number }

/**
 * Records events and counts what they change, in the caller's transaction. Any number of them; events that are on record are
 * left out. Every event must fit the contract, with an instant that is not in the future.
 */
export function recordEvents(_tx: Tx, _events: readonly Event[], _parts: RecordParts): Promise<Recorded> {
  throw new Error('being built')
}
