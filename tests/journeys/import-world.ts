import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '#kernel/db.ts'
import type { Call } from '#sdk/call.ts'
import * as imports from '#slices/imports/contract.ts'
import { applierOf, readMapping } from '#slices/imports/offline.ts'
import { type FileRow, openRows, type RowFile } from '../../src/cli/import/rows.ts'
import { knownTeams, type Run, sendRows, teamsFor } from '../../src/cli/import/send.ts'

export const root = join(import.meta.dirname, '..', '..')

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

type Asked = { path: string; mapping: string; digest?: string; batchRows?: number; restart?: boolean; rows?(file: RowFile): RowFile }

/** Imports a file as the command line does, with its own code, over the API of a world. */
export async function importFile(call: Call, asked: Asked): Promise<Run> {
  const text = readFileSync(asked.mapping, 'utf8')
  const { mapping, faults } = readMapping(text)
  if (!mapping) throw new Error(JSON.stringify(faults))
  const run = await call(imports.beginImport, {
    name: 'a file',
    title: mapping.title,
    fileDigest: asked.digest ?? digest(asked.path),
    mappingDigest: digest(text),
    restart: asked.restart,
  })
  const open = async () => {
    const file = await openRows(asked.path, mapping)
    return asked.rows ? asked.rows(file) : file
  }
  const teams = teamsFor(await knownTeams(call), mapping, true)
  const signal = new AbortController().signal
  const batchRows = asked.batchRows ?? 20_000
  return sendRows({ call, run, open, apply: applierOf(mapping), teams, batchRows, signal, onProgress: () => {} })
}

/** The same rows in another order, told by a seed. */
export function shuffled(file: RowFile, seed = 7): RowFile {
  async function* mixed(): AsyncGenerator<FileRow> {
    const rows: { row: FileRow; place: number }[] = []
    let state = seed
    for await (const row of file.rows) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      rows.push({ row, place: state })
    }
    yield* rows.sort((one, other) => one.place - other.place).map(({ row }) => row)
  }
  return { rows: mixed(), share: () => 0.5 }
}

/** What differs between two installations or two days of the same facts: their own clocks and keys. */
const own = "array['recorded_at', 'first_recorded_at', 'changed_at', 'made_on', 'pseudonym', 'customer']"

/** What the tables of facts and counts hold, one digest each. Counts that came to nothing are none. */
export async function truthIn(db: Db): Promise<Record<string, string>> {
  const tables = {
    conversation: 'true',
    suggestion: 'true',
    grade: 'true',
    rollup_day: 'n <> 0',
    rollup_spread: 'n <> 0',
    rollup_hour: 'n <> 0',
    confidence_day: 'n <> 0',
  }
  const digests: Record<string, string> = {}
  for (const [table, condition] of Object.entries(tables)) {
    const [row] = await db.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(line, '|' order by line), '')) as digest
         from (select (to_jsonb(t) - ${own})::text as line from ${table} t where ${condition}) as lines`,
    )
    digests[table] = row?.digest ?? ''
  }
  return digests
}
