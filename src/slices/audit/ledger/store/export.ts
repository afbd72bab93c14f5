import { createHash, type Hash } from 'node:crypto'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { checkpointLine, exportFormat, exportVersion, headLine, leafHead, leafTail, sealLine, sealText } from '../export-form.ts'
import { emptyRoot } from '../hash.ts'
import type { Span } from '../proof.ts'
import { type Signer, signNote } from '../signer.ts'
import type { LeafSource } from './source.ts'
import { checkpointsBetween, type LeafRange, newestCheckpoint, rangesOver, type StoredCheckpoint } from './tables.ts'

const pageOf = { entries: 1000, checkpoints: 200 }

/**
 * The whole ledger up to its newest checkpoint, as text in pieces of many lines, for anybody to verify without us.
 * Memory stays the same however long the ledger is; entries that arrive meanwhile are left for the next export.
 */
export async function* exportLedger(db: Db, sources: readonly LeafSource[], signer: Signer): AsyncIterable<string> {
  const digest = createHash('sha256')
  const newest = await newestCheckpoint(db)
  const size = newest?.size ?? 0
  const root = (newest?.root ?? emptyRoot).toString('base64')
  const written = { leaves: 0, checkpoints: 0 }
  yield add(
    digest,
    headLine({ format: exportFormat, origin: signer.name, root, size, verifierKey: signer.verifierKey, version: exportVersion }),
  )
  for await (const notes of checkpointsOf(db, newest)) {
    for (const { size: covered, note } of notes) {
      for await (const lines of leafLines({ db, sources }, { start: written.leaves, end: covered })) yield add(digest, lines)
      yield add(digest, checkpointLine(note))
      written.leaves = covered
      written.checkpoints += 1
    }
  }
  yield sealLine(written, await signNote(signer, sealText(signer.name, digest.digest())))
}

function add(digest: Hash, lines: string): string {
  digest.update(lines)
  return lines
}

/** Checkpoints in order, a page at a time. The newest comes from memory: a later one may have made it superfluous meanwhile. */
async function* checkpointsOf(db: Db, newest: StoredCheckpoint | undefined): AsyncIterable<StoredCheckpoint[]> {
  if (!newest) return
  for (let above = 0; ; ) {
    const page = await checkpointsBetween(db, { above, upTo: newest.size - 1, limit: pageOf.checkpoints })
    yield page
    const last = page.at(-1)
    if (!last || page.length < pageOf.checkpoints) break
    above = last.size
  }
  yield [newest]
}

type Place = { db: Db; sources: readonly LeafSource[] }

async function* leafLines(place: Place, span: Span): AsyncIterable<string> {
  for (let start = span.start; start < span.end; start += pageOf.entries)
    yield await linesOf(place, { start, end: Math.min(span.end, start + pageOf.entries) })
}

/** Numbers of a source follow on one another along the tree, so each source is asked once, however finely they alternate. */
async function linesOf(place: Place, span: Span): Promise<string> {
  const ranges = await rangesOver(place.db, span)
  const entries = new Map<string, string[]>()
  for (const { source } of ranges) if (!entries.has(source)) entries.set(source, await entriesOf(place, source, ranges))
  const lines = ranges.flatMap(({ source, firstLeaf, firstSeq, leafCount }) => {
    const own = entries.get(source)?.splice(0, leafCount) ?? []
    return own.map((entry, j) => `${leafHead}${entry}${leafTail({ i: firstLeaf + j, seq: firstSeq + j, source })}\n`)
  })
  must(lines.length === span.end - span.start, `every leaf from ${span.start} to ${span.end} belongs to a source`)
  return lines.join('')
}

async function entriesOf({ db, sources }: Place, name: string, ranges: LeafRange[]): Promise<string[]> {
  const own = ranges.filter((range) => range.source === name)
  const [firstSeq, count] = [own[0]?.firstSeq ?? 0, own.reduce((sum, range) => sum + range.leafCount, 0)]
  const found = (await sources.find((source) => source.name === name)?.entries(db, firstSeq, count)) ?? []
  if (found.length === count) return found
  throw new AppError('conflict', `Number ${firstSeq + found.length} of ${name}, an entry of the ledger, is no longer on record.`, {
    next: 'A row was deleted from the database. Restore it from a backup; an earlier export holds its text.',
  })
}
