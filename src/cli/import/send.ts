import { setTimeout as sleep } from 'node:timers/promises'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import { type Call, CallError } from '#sdk/call.ts'
import * as identity from '#slices/identity/contract.ts'
import * as imports from '#slices/imports/contract.ts'
import type { Apply, MappingForm } from '#slices/imports/offline.ts'
import type { FileRow, RowFile } from './rows.ts'

export type Run = OutputOf<typeof imports.getImport>

type Batch = Pick<InputOf<typeof imports.importRows>, 'rows'> & { rejects: { line: number; reason: string }[]; leftOut: number }

export type Teams = { known: Set<string>; create?: { timeZone: string; names: Readonly<Record<string, string>> } }

export type Sending = {
  call: Call
  run: Run
  file: RowFile
  apply: Apply
  teams: Teams
  batchRows: number
  signal: AbortSignal
  onProgress(run: Run): void
}

/**
 * Sends the rows of a file that were not read yet, batch after batch. While the server writes one, the next is made. Answers the import
 * as it is in the end, or, stopped by the signal, as far as it came.
 */
export async function sendRows(sending: Sending): Promise<Run> {
  const { file, apply, batchRows, signal } = sending
  let run = sending.run
  let skip = run.read
  let batch = emptyBatch()
  let bytes = 0
  let after = run.read
  let pending: Promise<Run> = Promise.resolve(run)
  const flush = async (isLast: boolean) => {
    const told = { ...batch, after, share: file.share(), isLast }
    after += countOf(batch)
    batch = emptyBatch()
    run = await pending
    await createMissing(sending, told.rows)
    pending = post(sending, told)
    // It is waited for with the next batch; until then nobody else hears of its failure.
    pending.catch(() => {})
  }
  for await (const each of file.rows) {
    if (skip > 0) {
      skip -= 1
      continue
    }
    take(batch, each, apply)
    if (batch.rows.length % sampledRows === 0) bytes += sampledRows * JSON.stringify(batch.rows.at(-1) ?? '').length
    if (countOf(batch) < batchRows && bytes < batchBytes) continue
    bytes = 0
    await flush(false)
    if (signal.aborted) return pending
  }
  await flush(true)
  return pending
}

/** A batch is sent when it has about so many bytes, which every so-many-th row stands for. */
const batchBytes = 12 * 1024 * 1024
const sampledRows = 8

const emptyBatch = (): Batch => ({ rows: [], rejects: [], leftOut: 0 })
const countOf = ({ rows, rejects, leftOut }: Batch) => rows.length + rejects.length + leftOut

export function take(batch: Batch, each: FileRow, apply: Apply): void {
  const { line } = each
  if ('reason' in each) batch.rejects.push({ line, reason: clean(each.reason) })
  else {
    const made = apply(each.row)
    if (made === 'left out') batch.leftOut += 1
    else if ('reason' in made) batch.rejects.push({ line, reason: clean(made.reason) })
    else batch.rows.push({ line, ...made.facts })
  }
}

const clean = (reason: string) => reason.replace(/\p{C}/gu, ' ').slice(0, 1000)

/** Teams that a batch names and nobody made yet, where the caller wants them made. */
async function createMissing({ call, teams, apply }: Sending, rows: Batch['rows']): Promise<void> {
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

export function teamsOf(rows: Batch['rows']): Set<string> {
  const teams = new Set<string>()
  for (const { line: _, ...facts } of rows)
    for (const list of Object.values(facts)) for (const fact of (list ?? []) as { team?: unknown }[]) teams.add(String(fact.team))
  return teams
}

const tries = 6

type Told = Batch & { after: number; share: number; isLast: boolean }

/** One batch, sent again while the server cannot be reached. A batch whose answer was lost is found to be written and not sent again. */
async function post({ call, run: { id }, onProgress }: Sending, told: Told): Promise<Run> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { rejects: _, ...run } = await call(imports.importRows, { import: id, ...told })
      onProgress(run)
      return run
    } catch (error) {
      const written = attempt > 1 ? await writtenBefore(call, { id, told, error }) : undefined
      if (written) return written
      await pauseAfter(error, attempt)
    }
  }
}

/** The import, when this batch turns out to be in it although no answer came. */
async function writtenBefore(call: Call, { id, told, error }: { id: string; told: Told; error: unknown }): Promise<Run | undefined> {
  if (!(error instanceof CallError) || error.problem.status !== 409) return undefined
  const now = await call(imports.getImport, { import: id })
  return now.read === told.after + countOf(told) ? now : undefined
}

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
