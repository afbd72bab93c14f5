import type { Queryable } from '#kernel/db.ts'
import type { Tally } from '../counts.ts'

/** All that is counted of a team for these measures, exactly: what a slice compares with what its facts add up to. */
export async function readTally(db: Queryable, teamId: string, measureIds: readonly string[]): Promise<Tally> {
  const days = await db.query<Day>(
    `select measure_id as "measureId", day::text as day, ai_agent_id as "aiAgentId", kind, version, n, x, total::text as total,
            squares::text as squares
       from rollup_day where team_id = $1 and measure_id = any ($2)`,
    [teamId, measureIds],
  )
  const spreads = await db.query<Omit<Tally['spreads'][number], 'teamId'>>(
    `select measure_id as "measureId", day::text as day, ai_agent_id as "aiAgentId", kind, bucket, n
       from rollup_spread where team_id = $1 and measure_id = any ($2)`,
    [teamId, measureIds],
  )
  const hours = await db.query<Omit<Tally['hours'][number], 'teamId'>>(
    'select measure_id as "measureId", ai_agent_id as "aiAgentId", hour, n, x from rollup_hour where team_id = $1 and measure_id = any ($2)',
    [teamId, measureIds],
  )
  return {
    counts: days.map((row) => ({ teamId, ...row, total: BigInt(row.total), squares: BigInt(row.squares) })),
    spreads: spreads.map((row) => ({ teamId, ...row })),
    hours: hours.map((row) => ({ teamId, ...row })),
  }
}

type Day = Omit<Tally['counts'][number], 'teamId' | 'total' | 'squares'> & { total: string; squares: string }
