import type { Queryable, Tx } from '#kernel/db.ts'
import type { ExtraWork } from '../extra-work.ts'
import { allOf } from './limits.ts'

type Row = {
  team_id: string
  id: string
  ai_agent_id: string
  kind: ExtraWork['kind']
  minutes: number | null
  cases: number | null
  on: string
}

export async function insertExtraWork(tx: Tx, work: ExtraWork): Promise<void> {
  await tx.query(`insert into extra_work (team_id, id, ai_agent_id, kind, minutes, cases, on_date) values ($1, $2, $3, $4, $5, $6, $7)`, [
    work.teamId,
    work.id,
    work.aiAgentId ?? allOf,
    work.kind,
    work.minutes,
    work.cases,
    work.on,
  ])
}

/** Takes a record away and returns what it was. */
export async function deleteExtraWork(tx: Tx, teams: readonly string[] | null, id: string): Promise<ExtraWork | null> {
  const [row] = await tx.query<Row>(
    `delete from extra_work w where w.id = $2 and ($1::text[] is null or w.team_id = any ($1))
     returning w.team_id, w.id, w.ai_agent_id, w.kind, w.minutes, w.cases, to_char(w.on_date, 'YYYY-MM-DD') as "on"`,
    [teams, id],
  )
  if (!row) return null
  const { team_id: teamId, ai_agent_id, kind, minutes, cases, on } = row
  return { teamId, id, aiAgentId: ai_agent_id === allOf ? null : ai_agent_id, kind, minutes, cases, on }
}

/** Cases that a team handled outside of the tool or that were out of scope, recorded since a time; days that it touches count. */
export async function extraCasesSince(db: Queryable, { team, from }: { team: string; from: Date }): Promise<number> {
  const rows = await extraWorkSince(db, { teams: [team], from: from.toISOString().slice(0, 10) })
  return rows.reduce((sum, row) => sum + row.handled_outside + row.out_of_scope, 0)
}

export type ExtraRow = { team_id: string; ai_agent_id: string; minutes: number; handled_outside: number; out_of_scope: number }

/** Extra work in these teams (null: in all) from a day on. */
export function extraWorkSince(db: Queryable, { teams, from }: { teams: readonly string[] | null; from: string }): Promise<ExtraRow[]> {
  return db.query<ExtraRow>(
    `select w.team_id, w.ai_agent_id,
            coalesce(sum(w.minutes) filter (where w.kind = 'babysitting'), 0)::bigint as minutes,
            coalesce(sum(w.cases) filter (where w.kind = 'handled_outside'), 0)::bigint as handled_outside,
            coalesce(sum(w.cases) filter (where w.kind = 'out_of_scope'), 0)::bigint as out_of_scope
       from extra_work w
      where w.on_date >= $2 and ($1::text[] is null or w.team_id = any ($1))
      group by w.team_id, w.ai_agent_id
      order by w.team_id, w.ai_agent_id`,
    [teams, from],
  )
}
