import type { Standard } from './types.ts'

/** The state of a standard that an edit starts from, and is sent back against. */
export type WorkingCopy = { etag: string; version: number; text: string; isDraft: boolean }

/** The draft where there is one, else what is in force, else what was last. */
export function workingCopyOf(standard: Standard): WorkingCopy {
  const { etag, hasDraft, latest, published, publishedText, text } = standard
  if (hasDraft || published === null || publishedText === null) return { etag, version: latest, text, isDraft: hasDraft }
  return { etag, version: published, text: publishedText, isDraft: false }
}
