import type { Apply } from '#slices/imports/offline.ts'
import { judgeRows } from '#slices/imports/offline.ts'
import type { RowFile } from './rows.ts'
import { type Teams, take, teamsOf } from './send.ts'

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
  let batch: Parameters<typeof take>[0] = { rows: [], rejects: [], leftOut: 0 }
  const judge = () => {
    note(found, batch, { teams, now })
    batch = { rows: [], rejects: [], leftOut: 0 }
  }
  for await (const row of file.rows) {
    found.read += 1
    take(batch, row, apply)
    if (batch.rows.length + batch.rejects.length === atOnce) judge()
  }
  judge()
  found.missingTeams.sort()
  return found
}

function note(found: DryRun, batch: Parameters<typeof take>[0], { teams, now }: { teams: Teams; now: Date }): void {
  const named = teamsOf(batch.rows)
  for (const team of named) if (!teams.known.has(team) && !found.missingTeams.includes(team)) found.missingTeams.push(team)
  const { good, bad } = judgeRows(batch.rows, { now, teams: teams.create ? named : teams.known })
  const rejects = [...batch.rejects, ...bad].sort((one, other) => one.line - other.line)
  found.wouldBeWritten += good.length
  found.rejected += rejects.length
  found.leftOut += batch.leftOut
  found.problems.push(...rejects.slice(0, problemsShown - found.problems.length))
  for (const { line: _, ...facts } of good)
    for (const [name, list] of Object.entries(facts)) {
      found.facts[name] = (found.facts[name] ?? 0) + list.length
      found.samples[name] ??= list[0]
    }
}
