import { canonicalText } from './entry.ts'

/**
 * An export is lines of canonical JSON, each ending in a newline: a head, then the entries in the order of the tree with
 * each checkpoint right after the last entry that it covers, then a seal. The seal is a note, signed by the key of the
 * ledger, over the SHA-256 of every byte before its line; so no byte of the file is without a signature.
 */
export const exportFormat = 'pilotage-ledger'
export const exportVersion = 1

export type ExportHead = { format: string; origin: string; root: string; size: number; verifierKey: string; version: number }
export type SealCounts = { checkpoints: number; leaves: number }

export const headLine = (head: ExportHead) => `${canonicalText(head)}\n`

/** What stands behind the entry in its line. */
export function leafTail(leaf: { i: number; seq: number; source: string }): string {
  return `,"i":${leaf.i},"seq":${leaf.seq},"source":${JSON.stringify(leaf.source)}}`
}

/** The entry stands in its line letter for letter as it was hashed. */
export const leafHead = '{"entry":'

export const checkpointLine = (note: string) => `${canonicalText({ checkpoint: note })}\n`

/** The text of the seal. Its second line is no number, so that it can never pass for a checkpoint. */
export function sealText(origin: string, digest: Buffer): string {
  return `${exportFormat}-export\n${origin}\n${digest.toString('base64')}\n`
}

export const sealLine = (counts: SealCounts, seal: string) => `${canonicalText({ ...counts, seal })}\n`
