import type { Queryable, Tx } from '#kernel/db.ts'

export type UptimeWeek = { teamId: string; aiAgentId: string; week: string; hours: number; expected: number }

const batchKey = 'all'

/** Takes the turn to count up to an hour, and says up to which one it was counted before; null when a server did. Held until the transaction ends. */
export async function takeHour(tx: Tx, to: Date): Promise<{ last: Date | null } | null> {
  const [held] = await tx.query<{ counted_to: Date | null }>(
    'select m.counted_to from uptime_mark m where m.batch_key = $1 for update skip locked',
    [batchKey],
  )
  if (!held || held.counted_to?.getTime() === to.getTime()) return null
  await tx.query('update uptime_mark set counted_to = $2 where batch_key = $1', [batchKey, to])
  return { last: held.counted_to }
}

/** Weeks from a Monday on that are counted already. */
export function countedWeeks(db: Queryable, from: string): Promise<UptimeWeek[]> {
  return db.query<UptimeWeek>(
    `select u.team_id as "teamId", u.ai_agent_id as "aiAgentId", u.week::text as week, u.hours, u.expected from uptime_week u where u.week >= $1::date`,
    [from],
  )
}

export async function saveUptime(tx: Tx, weeks: readonly UptimeWeek[]): Promise<void> {
  const column = <K extends keyof UptimeWeek>(name: K) => weeks.map((week) => week[name])
  await tx.query(
    `insert into uptime_week as u (team_id, ai_agent_id, week, hours, expected)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::int[], $5::int[])
     on conflict (team_id, ai_agent_id, week) do update set hours = excluded.hours, expected = excluded.expected`,
    [column('teamId'), column('aiAgentId'), column('week'), column('hours'), column('expected')],
  )
}

type Asked = { teams: readonly string[] | null; aiAgentId?: string; from: string; by: 'week' | 'team' | 'aiAgent' }
const groups = { week: 'u.week::text', team: 'u.team_id', aiAgent: 'u.ai_agent_id' }

/** Hours at work and hours expected since a Monday, by week, team or AI agent. */
export async function uptimeBy(db: Queryable, { teams, aiAgentId, from, by }: Asked) {
  const rows = await db.query<{ part: string; hours: number; expected: number }>(
    `select ${groups[by]} as part, sum(u.hours)::int as hours, sum(u.expected)::int as expected
       from uptime_week u
      where u.week >= $1::date and ($2::text[] is null or u.team_id = any ($2)) and ($3::text is null or u.ai_agent_id = $3)
      group by 1`,
    [from, teams, aiAgentId ?? null],
  )
  return new Map(rows.map(({ part, hours, expected }) => [part, { hours, expected }]))
}
