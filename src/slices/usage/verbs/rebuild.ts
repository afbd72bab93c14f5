import type { Tx } from '#kernel/db.ts'
import { clearCounts, type Version } from '#slices/measures/index.ts'
import { clearOwnCounts } from '../store/counts.ts'
import { gradesAfter } from '../store/grades.ts'
import { suggestionsAfter } from '../store/suggestions.ts'
import { countGrades, countSuggestions } from './record.ts'

/** The measures that this slice counts. */
export const measuresOfUse = ['suggestions', 'accepted', 'kept', 'answer_time_median', 'right', 'right_in_scope'] as const

export type RebuildParts = { at: Date; versions: ReadonlyMap<string, readonly Version[]>; onProgress?(facts: number): void }

const atOnce = 5000

/** Makes all counts of use anew from the facts, in the caller's transaction: afterwards nothing differs. */
export async function rebuildUse(tx: Tx, parts: RebuildParts): Promise<void> {
  await clearCounts(tx, measuresOfUse)
  await clearOwnCounts(tx)
  let done = 0
  const did = (count: number) => {
    done += count
    parts.onProgress?.(done)
  }
  await everyPage({
    read: (after) => suggestionsAfter(tx, after, atOnce),
    count: (added) => countSuggestions(tx, { added, changed: [] }, parts),
    did,
  })
  await everyPage({
    read: (after) => gradesAfter(tx, after, atOnce),
    count: (added) => countGrades(tx, { added, changed: [] }, parts),
    did,
  })
}

type Place = { teamId: string; id: string }

type Pages<T extends Place> = { read(after: Place): Promise<T[]>; count(added: T[]): Promise<void>; did(count: number): void }

async function everyPage<T extends Place>({ read, count, did }: Pages<T>): Promise<void> {
  let after: Place | undefined = { teamId: '', id: '' }
  while (after) {
    const added: T[] = await read(after)
    await count(added)
    did(added.length)
    after = added.length < atOnce ? undefined : added.at(-1)
  }
}
