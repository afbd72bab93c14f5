import type { Apply } from '#slices/imports/offline.ts'
import { judgeRows, rejectsOf } from '#slices/imports/offline.ts'
import type { RowFile } from './rows.ts'
import { type Batch, emptyBatch, type Teams, take, teamsOf } from './send.ts'

/** What an import would do, as far as it can be said without writing anything. */
export type DryRun = {
  read: number
  wouldBeWritten: number
  rejected: number
  leftOut: number
  facts: Record<string, number>
  missingTeams: string[]
  /** The first rows that cannot be used. */
  problems: { line: number; reason: string }[]
  /** The first fact of each kind. */
  samples: Record<string, unknown>
}

const problemsShown = 10
const atOnce = 2000

export async function dryRun({ file, apply, teams, now }: { file: RowFile; apply: Apply; teams: Teams; now: Date }): Promise<DryRun> {
  const found: DryRun = { read: 0, wouldBeWritten: 0, rejected: 0, leftOut: 0, facts: {}, missingTeams: [], problems: [], samples: {} }
  let batch = emptyBatch()
  const judge = () => {
    note(found, batch, { teams, now })
    batch = emptyBatch()
  }
  for await (const row of file.rows) {
    found.read += 1
    take(batch, row, apply)
    if (batch.read === atOnce) judge()
  }
  judge()
  found.missingTeams.sort()
  return found
}

function note(found: DryRun, batch: Batch, { teams, now }: { teams: Teams; now: Date }): void {
  const rows = batch.rows.rows()
  const named = teamsOf(rows)
  for (const team of named) if (!teams.known.has(team) && !found.missingTeams.includes(team)) found.missingTeams.push(team)
  const judged = judgeRows(rows, { now, teams: teams.create ? named : teams.known })
  const rejects = [...batch.rejects, ...rejectsOf(rows, judged)].sort((one, other) => one.line - other.line)
  found.wouldBeWritten += rows.lines.length - judged.faults.size
  found.rejected += rejects.length
  found.leftOut += batch.leftOut
  found.problems.push(...rejects.slice(0, problemsShown - found.problems.length))
  for (const [name, { list }] of Object.entries(judged.facts)) {
    if (list.length === 0) continue
    found.facts[name] = (found.facts[name] ?? 0) + list.length
    found.samples[name] ??= list[0]
  }
}
