import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Event } from '#slices/conversations/index.ts'

/** A row of the incident log, as far as it is used here. */
export type Incident = {
  row: number
  ticket: string
  seq: number
  at: string
  state: string
  team: string | null
  category: string | null
  caller: string | null
  channel: string | null
  reassignments: number
  reopens: number
  sla_met: boolean
  knowledge_used: boolean
  opened_at: string
  resolved_at: string | null
  closed_at: string | null
}

/** The whole log where its path is given, else the excerpt. */
export function readIncidents(): Incident[] {
  const path = process.env.PILOTAGE_INCIDENTS ?? new URL('incidents.ndjson.gz', import.meta.url)
  return gunzipSync(readFileSync(path))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Where the log names no team. */
export const noTeam = 'no-team'

export const eventOf = (row: Incident): Event => ({
  team: row.team ?? noTeam,
  source: 'servicenow',
  conversation: row.ticket,
  event: String(row.row),
  at: row.at,
  seq: row.seq,
  kind: row.state === 'Closed' ? 'closed' : 'updated',
  reason: row.category ?? undefined,
  channel: row.channel ?? undefined,
  customer: row.caller ?? undefined,
  facts: {
    begunAt: row.opened_at,
    resolvedAt: row.resolved_at ?? undefined,
    closedAt: row.closed_at ?? undefined,
    reopens: row.reopens,
    reassignments: row.reassignments,
    slaMet: row.sla_met,
    knowledgeUsed: row.knowledge_used,
  },
})

type Expected = {
  tickets: number
  reopened: number
  reassigned: number
  reassignmentsMean: number
  slaMet: number
  knowledgeUsed: number
  unresolved: number
  resolveHoursMean: number | null
}

/** What the log itself says of each team, straight from the last row of each incident. */
export function expectedByTeam(rows: readonly Incident[]): Map<string, Expected> {
  const last = new Map<string, Incident>()
  for (const row of rows) if ((last.get(row.ticket)?.seq ?? -1) < row.seq) last.set(row.ticket, row)
  const byTeam = new Map<string, Incident[]>()
  for (const row of last.values()) byTeam.set(row.team ?? noTeam, [...(byTeam.get(row.team ?? noTeam) ?? []), row])
  return new Map([...byTeam].map(([team, own]) => [team, expectedOf(own)]))
}

function expectedOf(rows: readonly Incident[]): Expected {
  const count = (isHit: (row: Incident) => boolean) => rows.filter(isHit).length
  const hours = rows.flatMap(({ opened_at, resolved_at }) =>
    resolved_at === null ? [] : [(Date.parse(resolved_at) - Date.parse(opened_at)) / 3_600_000],
  )
  return {
    tickets: rows.length,
    reopened: count(({ reopens }) => reopens > 0),
    reassigned: count(({ reassignments }) => reassignments > 0),
    reassignmentsMean: rows.reduce((sum, { reassignments }) => sum + reassignments, 0) / rows.length,
    slaMet: count(({ sla_met }) => sla_met),
    knowledgeUsed: count(({ knowledge_used }) => knowledge_used),
    unresolved: count(({ resolved_at }) => resolved_at === null),
    resolveHoursMean: hours.length === 0 ? null : hours.reduce((sum, each) => sum + each, 0) / hours.length,
  }
}
