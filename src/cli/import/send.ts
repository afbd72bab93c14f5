import { setTimeout as sleep } from 'node:timers/promises'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import { type Call, CallError } from '#sdk/call.ts'
import * as identity from '#slices/identity/contract.ts'
import * as imports from '#slices/imports/contract.ts'
import { type Apply, type FactKind, type MappingForm, makeRows, type Rows, type RowsBuilder } from '#slices/imports/offline.ts'
import type { FileRow, RowFile } from './rows.ts'

export type Run = OutputOf<typeof imports.getImport>

export type Batch = {
  rows: RowsBuilder<FactKind>
  rejects: { line: number; reason: string }[]
  leftOut: number
  read: number
  bytes: number
}

export type Teams = { known: Set<string>; create?: { timeZone: string; names: Readonly<Record<string, string>> } }

export type Sending = {
  call: Call
  run: Run
  /** Opens the file at its beginning. */
  open(): Promise<RowFile>
  apply: Apply
  teams: Teams
  batchRows: number
  signal: AbortSignal
  onProgress(run: Run): void
}

/**
 * Sends the rows of a file that were not read yet. Answers the import as it is in the end, or, stopped by the signal, as far as it came.
 * Where somebody else moved the import on meanwhile, as the last batches of a killed program do, it goes on from there.
 */
export async function sendRows(sending: Sending): Promise<Run> {
  let { run } = sending
  for (let moves = 1; ; moves++) {
    try {
      return await sendFrom(sending, run)
    } catch (error) {
      if (!(error instanceof MovedOn)) throw error
      if (moves === movesMax) throw error.cause
      run = error.run
      if (run.state === 'finished') return run
    }
  }
}

const movesMax = 5

/** The import is further, or less far, than whoever sends a batch believes. */
class MovedOn extends Error {
  override name = 'MovedOn'
  readonly run: Run

  constructor(run: Run, cause: unknown) {
    super('The import was moved on by somebody else.', { cause })
    this.run = run
  }
}

/** Batch after batch. While the server writes one, the next waits there already, and the one after it is made. */
async function sendFrom(sending: Sending, run: Run): Promise<Run> {
  const { apply, batchRows, signal } = sending
  const file = await sending.open()
  let skip = run.read
  let batch = emptyBatch()
  let after = run.read
  let [before, last]: [Promise<Run>, Promise<Run>] = [Promise.resolve(run), Promise.resolve(run)]
  const flush = async (isLast: boolean) => {
    const { rejects, leftOut, read } = batch
    const told = { rows: batch.rows.rows(), rejects, leftOut, after, share: file.share(), isLast }
    after += read
    batch = emptyBatch()
    await before
    await createMissing(sending, told.rows)
    const next = post(sending, { told, read, previous: last })
    // It is waited for later; until then nobody else hears of its failure.
    next.catch(() => {})
    ;[before, last] = [last, next]
  }
  for await (const each of file.rows) {
    if (skip > 0) {
      skip -= 1
      continue
    }
    take(batch, each, apply)
    if (batch.read < batchRows && batch.bytes < batchBytes) continue
    await flush(false)
    if (signal.aborted) return last
  }
  await flush(true)
  return last
}

/** A batch is sent when it has about so many bytes, which every so-many-th row stands for. */
const batchBytes = 12 * 1024 * 1024
const sampledRows = 8

export const emptyBatch = (): Batch => ({ rows: makeRows(), rejects: [], leftOut: 0, read: 0, bytes: 0 })

export function take(batch: Batch, each: FileRow, apply: Apply): void {
  const { line } = each
  batch.read += 1
  if ('reason' in each) {
    batch.rejects.push({ line, reason: clean(each.reason) })
    return
  }
  const made = apply(each.row)
  if (made === 'left out') batch.leftOut += 1
  else if ('reason' in made) batch.rejects.push({ line, reason: clean(made.reason) })
  else {
    batch.rows.add(line, made.facts)
    if (batch.read % sampledRows === 0) batch.bytes += sampledRows * JSON.stringify(made.facts).length
  }
}

const clean = (reason: string) => reason.replace(/\p{C}/gu, ' ').slice(0, 1000)

/** Teams that a batch names and nobody made yet, where the caller wants them made. */
async function createMissing({ call, teams, apply }: Sending, rows: Rows<FactKind>): Promise<void> {
  if (!teams.create) return
  for (const id of teamsOf(rows)) {
    if (teams.known.has(id)) continue
    teams.known.add(id)
    const name = (teams.create.names[id] ?? apply.slugNames.get(id) ?? id).slice(0, 100)
    try {
      await call(identity.createTeam, { id, name, timeZone: teams.create.timeZone, department: null, lead: null })
    } catch (error) {
      // The server says row by row why a team that it did not make cannot be used.
      if (!(error instanceof CallError)) throw error
    }
  }
}

/** What rows name as their teams, ids or not. */
export const teamsOf = ({ facts }: Rows<FactKind>): Set<string> =>
  new Set(Object.values(facts).flatMap((table) => (table?.columns.team?.values ?? []).map(String)))

const tries = 6

type Told = Omit<InputOf<typeof imports.importRows>, 'import'>
type Post = { told: Told; read: number; previous: Promise<Run> }

/** One batch, sent again while the server cannot be reached. A batch whose answer was lost is found to be written and not sent again. */
async function post(sending: Sending, posted: Post): Promise<Run> {
  const { call, run, onProgress } = sending
  for (let attempt = 1; ; attempt++) {
    try {
      const { rejects: _, ...moved } = await call(imports.importRows, { import: run.id, ...posted.told })
      onProgress(moved)
      return moved
    } catch (error) {
      if (!isConflict(error) || attempt === tries) await pauseAfter(error, attempt)
      else {
        const now = await afterConflict(sending, posted, error)
        if (now) return now
      }
    }
  }
}

/** The import, when the batch turns out to be in it. Undefined when it is this batch's turn: it was there sooner than the one before it. */
async function afterConflict({ call, run }: Sending, { told, read, previous }: Post, error: unknown): Promise<Run | undefined> {
  await previous
  const now = await call(imports.getImport, { import: run.id })
  if (now.read === told.after + read) return now
  if (now.read !== told.after || now.state === 'finished') throw new MovedOn(now, error)
  return undefined
}

const isConflict = (error: unknown) => error instanceof CallError && error.problem.status === 409

async function pauseAfter(error: unknown, attempt: number): Promise<void> {
  if (!isPassing(error) || attempt === tries) throw error
  await sleep(250 * 2 ** attempt)
}

function isPassing(error: unknown): boolean {
  if (error instanceof CallError) return error.problem.status === 503
  return error instanceof TypeError && error.message === 'fetch failed'
}

/** Every team that the caller may see, by id. */
export async function knownTeams(call: Call): Promise<Set<string>> {
  const known = new Set<string>()
  let after: string | undefined
  do {
    const page = await call(identity.listTeams, { limit: 200, after })
    for (const { id } of page.items) known.add(id)
    after = page.next ?? undefined
  } while (after !== undefined)
  return known
}

export const teamsFor = (known: Set<string>, { teams }: MappingForm, isCreating: boolean): Teams =>
  isCreating ? { known, create: teams } : { known }
