import type { Queryable } from '#kernel/db.ts'
import { bitOf } from '../tally.ts'

export type SampleQuery = { teamId: string; measureId: string | null; from: string; to: string; size: number; seed: number }
export type Sampled = { source: string; conversation: string }

const dayMs = 86_400_000

/**
 * Conversations of a team and of UTC days (both included), picked at random: the same for the same seed. With a measure that counts them, half are its
 * hits, as far as there are any. At most `size`.
 */
export async function sampleConversations(db: Queryable, { teamId, measureId, from, to, size, seed }: SampleQuery): Promise<Sampled[]> {
  const counted = measureId === null ? undefined : bitOf(measureId)
  const at = counted?.on === 'ended' ? 'c.ended_at' : 'c.begun_at'
  const end = new Date(Date.parse(`${to}T00:00:00Z`) + dayMs)
  const rows = await db.query<{ source: string; external_id: string; is_hit: boolean }>(
    `select p.source, p.external_id, p.is_hit
       from (select c.source, c.external_id, c.hit & $4::int <> 0 as is_hit,
                    row_number() over (partition by c.hit & $4::int <> 0 order by md5(c.source || c.external_id || $5::text)) as place
               from conversation c
              where c.team_id = $1 and ${at} >= $2 and ${at} < $3 and ($4::int = 0 or c.counted & $4::int <> 0)) p
      where p.place <= $6
      order by md5(p.source || p.external_id || $5::text)`,
    [teamId, new Date(`${from}T00:00:00Z`), end, counted?.bit ?? 0, String(seed), size],
  )
  const [hits, others] = [rows.filter(({ is_hit }) => is_hit), rows.filter(({ is_hit }) => !is_hit)]
  const half = Math.max(Math.ceil(size / 2), size - others.length)
  const picked = new Set([...hits.slice(0, half), ...others].slice(0, size))
  return rows.filter((row) => picked.has(row)).map(({ source, external_id }) => ({ source, conversation: external_id }))
}
