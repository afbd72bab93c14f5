import { createHash, type Hash } from 'node:crypto'
import { AppError } from '#kernel/errors.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { type Edge, edgeRoot, newEdge, pushLeaf } from './edge.ts'
import { canonicalText, isCanonicalOf } from './entry.ts'
import { type ExportHead, exportFormat, exportVersion, leafHead, leafTail, sealText } from './export-form.ts'
import { leafHash } from './hash.ts'
import { linesOf } from './lines.ts'
import { openNote, readVerifierKey, type Verifier } from './note.ts'

/** What somebody brings who does not want to have to trust us. */
export type Trust = {
  /** Public keys of the ledger, as `name+id+base64`. More than one where a key was replaced. */
  verifierKeys: string[]
  /** Checkpoints that were kept elsewhere, whole notes: the export must go on from each of them. */
  checkpoints?: string[]
}

/** Something that is wrong, in words, and the line of the export where it shows; line 0 where it shows in none. */
export type Finding = { line: number; text: string }

/** `remarks` are no faults, but worth knowing. */
export type Verdict = {
  ok: boolean
  origin: string
  leaves: number
  checkpoints: number
  root: string
  findings: number
  remarks: string[]
}

type Leaf = { entry: unknown; i: number; seq: number; source: string }
type Seal = { checkpoints: number; leaves: number; seal: string }

type Reading = {
  keys: Verifier[]
  keyTexts: string[]
  held: Map<number, Checkpoint[]>
  report(finding: Finding): void
  findings: number
  remarks: string[]
  line: number
  /** Over all lines before the present one. */
  digest: Hash
  head: ExportHead | undefined
  edge: Edge
  nextIndex: number
  nextSeq: Map<string, number>
  checkpoints: number
  newest: { checkpoint: Checkpoint; isTrusted: boolean } | undefined
  lastMatch: number
  isBroken: boolean
  isSealed: boolean
}

/**
 * Checks an export of the ledger from its first byte to its last with nothing but public keys: every line, every leaf hash,
 * the root at every checkpoint, every signature, and the seal over the whole file. Memory stays the same however long it is.
 *
 * @param trust a public key, or keys and checkpoints kept elsewhere
 * @param report is called for each thing that is wrong, as it is found
 */
export async function verifyExport(
  stream: AsyncIterable<Uint8Array | string>,
  trust: string | Trust,
  report: (finding: Finding) => void,
): Promise<Verdict> {
  const reading = begin(typeof trust === 'string' ? { verifierKeys: [trust] } : trust, report)
  compareHeld(reading)
  for await (const { bytes, fault } of linesOf(stream)) {
    reading.line += 1
    const goesOn = fault ? find(reading, `Line ${reading.line} ${fault}. Nothing after it was read.`) : readLine(reading, bytes)
    if (!goesOn) return verdict(reading)
    reading.digest.update(bytes)
  }
  return verdict(finish(reading))
}

function begin(trust: Trust, report: (finding: Finding) => void): Reading {
  const keys = trust.verifierKeys.map((text) => {
    const key = readVerifierKey(text.trim())
    if (!key)
      throw new AppError('invalid', `This is not a public key of a ledger: ${text}.`, {
        next: 'Give the key as name+id+base64, in one piece.',
      })
    return key
  })
  const reading: Reading = {
    keys,
    keyTexts: trust.verifierKeys.map((text) => text.trim()),
    held: new Map(),
    report,
    findings: 0,
    remarks: [],
    line: 0,
    digest: createHash('sha256'),
    head: undefined,
    edge: newEdge(),
    nextIndex: 0,
    nextSeq: new Map(),
    checkpoints: 0,
    newest: undefined,
    lastMatch: 0,
    isBroken: false,
    isSealed: false,
  }
  for (const note of trust.checkpoints ?? []) hold(reading, note)
  return reading
}

function hold(reading: Reading, note: string): void {
  const opened = openNote(note, reading.keys)
  const checkpoint = opened.ok ? readCheckpoint(opened.text) : undefined
  if (!checkpoint) {
    find(reading, 'The checkpoint that you brought is not signed by a key that you gave.')
    return
  }
  reading.held.set(checkpoint.size, [...(reading.held.get(checkpoint.size) ?? []), checkpoint])
}

/** Notes what is wrong and tells whether reading goes on: never, unless the caller says so. */
function find(reading: Reading, text: string): false {
  reading.findings += 1
  reading.report({ line: reading.line, text })
  return false
}

function readLine(reading: Reading, bytes: Buffer): boolean {
  const text = bytes.subarray(0, -1).toString('utf8')
  const { value, isCanonical } = parse(text)
  if (!value) return find(reading, `Line ${reading.line} is not a JSON object. Nothing after it was read.`)
  if (reading.isSealed) return find(reading, `Line ${reading.line} stands behind the seal, where the export ends.`)
  if (!isCanonical) find(reading, `Line ${reading.line}${nameOf(value)} is not in canonical form: it is not as it was written.`)
  if (!reading.head) return readHead(reading, value)
  if (isLeaf(value)) return readLeaf(reading, value, text)
  if (isCheckpoint(value)) return readNote(reading, value.checkpoint)
  if (isSeal(value)) return readSeal(reading, value)
  return find(reading, `Line ${reading.line} is neither an entry nor a checkpoint nor the seal. Nothing after it was read.`)
}

/** Nothing where the text is no JSON object, or one so deep that nobody wrote it in earnest. */
function parse(text: string): { value?: object; isCanonical?: boolean } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { value, isCanonical: isCanonicalOf(value, text) } : {}
  } catch {
    return {}
  }
}

const nameOf = (value: object) => (isLeaf(value) ? ` (entry ${value.i}, ${value.source} ${value.seq})` : '')
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const hasOnly = (value: object, names: string) => Object.keys(value).sort().join() === names

function isLeaf(value: object): value is Leaf {
  if (!hasOnly(value, 'entry,i,seq,source')) return false
  const leaf = value as Leaf
  return isCount(leaf.i) && isCount(leaf.seq) && typeof leaf.source === 'string'
}

const isCheckpoint = (value: object): value is { checkpoint: string } =>
  hasOnly(value, 'checkpoint') && typeof (value as { checkpoint: unknown }).checkpoint === 'string'

function isSeal(value: object): value is Seal {
  if (!hasOnly(value, 'checkpoints,leaves,seal')) return false
  const seal = value as Seal
  return isCount(seal.checkpoints) && isCount(seal.leaves) && typeof seal.seal === 'string'
}

function readHead(reading: Reading, value: object): boolean {
  const head = value as ExportHead
  if (head.format !== exportFormat) return find(reading, 'This is not an export of a ledger.')
  if (head.version !== exportVersion)
    return find(reading, `The export has version ${head.version} of the format, this program reads version ${exportVersion}.`)
  if (!hasOnly(value, 'format,origin,root,size,verifierKey,version') || !isCount(head.size))
    return find(reading, 'The first line does not say what the export holds.')
  reading.head = head
  if (!reading.keys.some((key) => key.name === head.origin))
    find(
      reading,
      `The export is of the ledger ${head.origin}, the key that you gave belongs to ${reading.keys.map((key) => key.name).join(', ')}.`,
    )
  else if (!reading.keyTexts.includes(head.verifierKey)) find(reading, 'The export was made with another key than you gave.')
  return true
}

function readLeaf(reading: Reading, leaf: Leaf, text: string): boolean {
  const { i, seq, source } = leaf
  if (i !== reading.nextIndex)
    find(reading, `Entry ${reading.nextIndex} should stand here, entry ${i} does: entries were dropped, added, repeated or moved.`)
  const nextSeq = reading.nextSeq.get(source) ?? 1
  if (seq !== nextSeq) find(reading, `Entry ${i} is number ${seq} of ${source}, number ${nextSeq} was to follow.`)
  reading.nextIndex = i + 1
  reading.nextSeq.set(source, seq + 1)
  const tail = leafTail(leaf)
  const isWhole = text.startsWith(leafHead) && text.endsWith(tail)
  pushLeaf(reading.edge, leafHash(isWhole ? text.slice(leafHead.length, -tail.length) : canonicalText(leaf.entry)))
  compareHeld(reading)
  return true
}

function compareHeld(reading: Reading): void {
  const { size } = reading.edge
  const roots = reading.held.get(size)
  if (!roots) return
  reading.held.delete(size)
  if (roots.every((held) => held.root.equals(edgeRoot(reading.edge)))) return
  find(
    reading,
    `The export does not go on from the checkpoint over ${size} entries that you brought: something before entry ${size} is not as it was then.`,
  )
}

function readNote(reading: Reading, note: string): boolean {
  reading.checkpoints += 1
  const { size } = reading.edge
  const opened = openNote(note, reading.keys)
  const checkpoint = opened.text === undefined ? undefined : readCheckpoint(opened.text)
  if (!checkpoint || (!opened.ok && opened.why !== 'unknown')) {
    find(reading, `The checkpoint after ${size} entries is not as it was signed.`)
    return true
  }
  if (checkpoint.origin !== reading.head?.origin || checkpoint.size !== size || reading.newest?.checkpoint.size === size)
    find(reading, `After ${size} entries stands a checkpoint of ${checkpoint.origin} over ${checkpoint.size} entries.`)
  if (!opened.ok) reading.remarks.push(`The checkpoint over ${size} entries was signed with a key that you did not give.`)
  reading.newest = { checkpoint, isTrusted: opened.ok }
  compareRoot(reading, checkpoint)
  return true
}

function compareRoot(reading: Reading, checkpoint: Checkpoint): void {
  if (checkpoint.root.equals(edgeRoot(reading.edge))) {
    reading.lastMatch = reading.edge.size
    return
  }
  if (reading.isBroken) return
  reading.isBroken = true
  const last = Math.max(reading.edge.size - 1, reading.lastMatch)
  find(
    reading,
    `Between entry ${reading.lastMatch} and entry ${last} something was changed, dropped, added or moved: the signed root over ${checkpoint.size} entries is another.`,
  )
}

function readSeal(reading: Reading, seal: Seal): boolean {
  reading.isSealed = true
  const { head, keys, edge } = reading
  if (seal.leaves !== edge.size || seal.checkpoints !== reading.checkpoints)
    find(
      reading,
      `The export was made with ${seal.leaves} entries and ${seal.checkpoints} checkpoints; here are ${edge.size} and ${reading.checkpoints}.`,
    )
  const opened = openNote(seal.seal, keys)
  if (!opened.ok && opened.why === 'unknown') find(reading, 'The export was sealed with a key that you did not give.')
  else if (!opened.ok) find(reading, 'The seal at the end of the export is not as it was signed.')
  else if (opened.text !== sealText(head?.origin ?? '', reading.digest.copy().digest()))
    find(reading, 'The file is not, byte for byte, what was exported and sealed.')
  return true
}

function finish(reading: Reading): Reading {
  const { head, edge, newest } = reading
  if (!head) find(reading, 'The file is empty.')
  else if (!reading.isSealed) find(reading, `The export is cut off after ${edge.size} entries: it ends without its seal.`)
  else if (head.size !== edge.size || head.root !== edgeRoot(edge).toString('base64'))
    find(reading, `The first line promises ${head.size} entries with the root ${head.root}; the entries that are here give another.`)
  else if (edge.size > 0 && (newest?.checkpoint.size !== edge.size || !newest.isTrusted))
    find(reading, `No checkpoint that is signed with a key that you gave covers all ${edge.size} entries.`)
  for (const size of reading.held.keys())
    find(reading, `You brought a checkpoint over ${size} entries; the export has ${edge.size}. The others are missing.`)
  return reading
}

function verdict(reading: Reading): Verdict {
  const { head, edge, findings, checkpoints, remarks } = reading
  const root = edgeRoot(edge).toString('base64')
  return { ok: findings === 0, origin: head?.origin ?? '', leaves: edge.size, checkpoints, root, findings, remarks }
}
