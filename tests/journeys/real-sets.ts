import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call } from '#sdk/call.ts'
import { openRows } from '../../src/cli/import/rows.ts'
import type { Run } from '../../src/cli/import/send.ts'
import { importFile, root } from './import-world.ts'
import type { Any } from './plain-counts.ts'

/** The folder of the whole files, each with its `facts.json`; without it the excerpts that come with Pilotage. */
export const folder = process.env.PILOTAGE_DATA

export type DataSet = { name: string; files: string[]; excerpts: string[] }

export const incidents: DataSet = { name: 'itsm-incidents', files: ['events.ndjson.gz'], excerpts: ['excerpt.ndjson'] }
export const casework: DataSet = { name: 'casework', files: ['cases.csv.gz'], excerpts: ['excerpt.csv'] }
export const suggestions: DataSet = { name: 'suggestion-telemetry', files: ['decisions.ndjson.gz'], excerpts: ['excerpt.ndjson'] }
export const answers: DataSet = {
  name: 'intent-confidence',
  files: ['clinc-v1.ndjson.gz', 'clinc-v2.ndjson.gz'],
  excerpts: ['excerpt-v1.ndjson', 'excerpt-v2.ndjson'],
}

const pathsOf = ({ name, files, excerpts }: DataSet) =>
  folder ? files.map((file) => join(folder, name, file)) : excerpts.map((file) => join(root, 'samples/imports', name, file))

/** What was counted independently; undefined for excerpts, which nobody else counted. */
export const factsOf = ({ name }: DataSet): Any | undefined =>
  folder && JSON.parse(readFileSync(join(folder, name, 'facts.json'), 'utf8')).facts

export const mappingOf = ({ name }: DataSet) => join(root, 'samples/imports', name, 'mapping.yaml')

export async function rowsOf(set: DataSet): Promise<Any[]> {
  const rows: Any[] = []
  for (const path of pathsOf(set)) for await (const each of (await openRows(path, {})).rows) if ('row' in each) rows.push(each.row)
  return rows
}

export async function importAll(call: Call, set: DataSet, more: Partial<Parameters<typeof importFile>[1]> = {}): Promise<Run[]> {
  const runs: Run[] = []
  for (const path of pathsOf(set)) runs.push(await importFile(call, { path, mapping: mappingOf(set), ...more }))
  return runs
}
