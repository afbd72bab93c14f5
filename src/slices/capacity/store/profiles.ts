import type { Queryable, Tx } from '#kernel/db.ts'
import type { Profile } from '../profile.ts'

type Row = {
  team_id: string
  id: string
  name: string
  source: string
  counts: Profile['counts']
  time_zone: string
  week: number[]
  days: Profile['days']
  handling: Profile['handling']
  exception_rate: number | null
  made_at: Date
}

const columns = 'p.team_id, p.id, p.name, p.source, p.counts, p.time_zone, p.week, p.days, p.handling, p.exception_rate, p.made_at'

function fromRow(row: Row): Profile {
  return {
    teamId: row.team_id,
    id: row.id,
    name: row.name,
    source: row.source,
    counts: row.counts,
    timeZone: row.time_zone,
    week: row.week,
    days: row.days,
    handling: row.handling,
    exceptionRate: row.exception_rate,
    madeAt: row.made_at,
  }
}

export async function addProfile(tx: Tx, profile: Profile): Promise<void> {
  await tx.query(
    `insert into capacity_profile (team_id, id, name, source, counts, time_zone, week, days, handling, exception_rate, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      profile.teamId,
      profile.id,
      profile.name,
      profile.source,
      profile.counts,
      profile.timeZone,
      JSON.stringify(profile.week),
      JSON.stringify(profile.days),
      profile.handling === null ? null : JSON.stringify(profile.handling),
      profile.exceptionRate,
      profile.madeAt,
    ],
  )
}

/** The profile, in the teams that the reader may see (null: all). */
export async function profileOf(db: Queryable, id: string, teams: string[] | null): Promise<Profile | undefined> {
  const [row] = await db.query<Row>(
    `select ${columns} from capacity_profile p where p.id = $1 and ($2::text[] is null or p.team_id = any ($2))`,
    [id, teams],
  )
  return row && fromRow(row)
}

export type ListFilter = { teams: string[] | null; team?: string; after?: string; limit: number }

/** Newest first. */
export async function profilesBefore(db: Queryable, { teams, team, after, limit }: ListFilter): Promise<Profile[]> {
  const rows = await db.query<Row>(
    `select ${columns} from capacity_profile p
      where ($1::text[] is null or p.team_id = any ($1))
        and ($2::text is null or p.team_id = $2)
        and ($3::uuid is null or p.id < $3)
      order by p.id desc
      limit $4`,
    [teams, team ?? null, after ?? null, limit],
  )
  return rows.map(fromRow)
}
