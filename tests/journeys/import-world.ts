import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call } from '#sdk/call.ts'
import * as imports from '#slices/imports/contract.ts'
import { applierOf, readMapping } from '#slices/imports/offline.ts'
import { openRows, type RowFile } from '../../src/cli/import/rows.ts'
import { knownTeams, type Run, sendRows, teamsFor } from '../../src/cli/import/send.ts'

export const root = join(import.meta.dirname, '..', '..')

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

type More = { digest?: string; batchRows?: number; restart?: boolean; rows?(file: RowFile): RowFile }

/** Imports a file as the command line does, with its own code, over the API of a world. */
export async function importFile(call: Call, path: string, mappingPath: string, more: More = {}): Promise<Run> {
  const text = readFileSync(mappingPath, 'utf8')
  const { mapping, faults } = readMapping(text)
  if (!mapping) throw new Error(JSON.stringify(faults))
  const run = await call(imports.beginImport, {
    name: 'a file',
    title: mapping.title,
    fileDigest: more.digest ?? digest(path),
    mappingDigest: digest(text),
    restart: more.restart,
  })
  const opened = await openRows(path, mapping)
  const file = more.rows ? more.rows(opened) : opened
  const teams = teamsFor(await knownTeams(call), mapping, true)
  const signal = new AbortController().signal
  return sendRows({ call, run, file, apply: applierOf(mapping), teams, batchRows: more.batchRows ?? 2500, signal, onProgress: () => {} })
}

/** The same rows in another order, told by a seed. */
export function shuffled(file: RowFile, seed = 7): RowFile {
  async function* mixed() {
    const rows = []
    for await (const row of file.rows) rows.push(row)
    let state = seed
    for (let place = rows.length - 1; place > 0; place--) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      const other = state % (place + 1)
      const held = rows[place] as (typeof rows)[number]
      rows[place] = rows[other] as (typeof rows)[number]
      rows[other] = held
    }
    yield* rows
  }
  return { rows: mixed(), share: () => 0.5 }
}
