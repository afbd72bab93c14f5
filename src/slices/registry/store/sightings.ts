import type { Queryable, Tx } from '#kernel/db.ts'

/** An AI agent that asked for a decision for a team and a process where nobody deployed it. */
export type Sighting = { aiAgentId: string; teamId: string; process: string; seenAt: Date }

type Row = { ai_agent_id: string; team_id: string; process: string; seen_at: Date }

function fromRow(row: Row): Sighting {
  return { aiAgentId: row.ai_agent_id, teamId: row.team_id, process: row.process, seenAt: row.seen_at }
}

/** Notes what was not seen before and returns only that. */
export async function insertSightings(tx: Tx, sightings: readonly Sighting[]): Promise<Sighting[]> {
  const rows = await tx.query<Row>(
    `insert into sighting (ai_agent_id, team_id, process, seen_at)
     select r."aiAgentId", r."teamId", r.process, r."seenAt"
       from jsonb_to_recordset($1::jsonb) as r("aiAgentId" text, "teamId" text, process text, "seenAt" timestamptz)
      order by 1, 2, 3
     on conflict (ai_agent_id, team_id, process) do nothing
     returning ai_agent_id, team_id, process, seen_at`,
    [JSON.stringify(sightings)],
  )
  return rows.map(fromRow)
}

/** Sightings of one AI agent for teams and processes where it is not deployed until today. */
export async function openSightings(db: Queryable, aiAgentId: string): Promise<Sighting[]> {
  const rows = await db.query<Row>(
    `select s.ai_agent_id, s.team_id, s.process, s.seen_at
       from sighting s
      where s.ai_agent_id = $1
        and not exists (select 1 from deployment d
                         where d.ai_agent_id = s.ai_agent_id and d.team_id = s.team_id and d.phase <> 'retired'
                           and (d.process = s.process or s.process = ''))
      order by s.team_id, s.process
      limit 200`,
    [aiAgentId],
  )
  return rows.map(fromRow)
}
