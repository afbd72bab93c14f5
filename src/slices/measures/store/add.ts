import type { Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import { sqlArray } from '#kernel/sql-array.ts'
import type { Count, HourCount, Spread, Tally } from '../counts.ts'
import { slotOf } from '../slots.ts'

/** Adds to the counts that pages read, and notes what thereby changes about days that were counted before. */
export async function addTally(tx: Tx, { counts, spreads, hours }: Tally, at: Date): Promise<void> {
  if (counts.length > 0) {
    await noteCounted(tx, [...new Set(counts.map(({ measureId }) => measureId))])
    await addDays(tx, placesOf(counts), at)
  }
  if (spreads.length > 0) await addSpreads(tx, spreads)
  if (hours.length > 0) await addHours(tx, hours)
}

async function noteCounted(tx: Tx, measureIds: readonly string[]): Promise<void> {
  await tx.query('update rollup_slot t set is_counted = true where t.measure_id = any ($1) and not t.is_counted', [measureIds])
}

type Place = Pick<Count, 'teamId' | 'day' | 'aiAgentId' | 'kind' | 'version'> & { facts: string; counts: Count[] }

/** Counts by their places, each at its slot. Sorted, so that two writers never lock crosswise. */
function placesOf(counts: readonly Count[]): Place[] {
  const places = new Map<string, Place>()
  for (const count of counts) {
    const found = slotOf(count.measureId)
    must(found, `${count.measureId} has a place among the counts`)
    const { facts, slot } = found
    const { teamId, day, aiAgentId, kind, version } = count
    const key = `${teamId}\t${facts}\t${day}\t${aiAgentId}\t${kind}\t${version}`
    let place = places.get(key)
    if (!place) {
      place = { teamId, facts, day, aiAgentId, kind, version, counts: [] }
      places.set(key, place)
    }
    place.counts[slot - 1] = count
  }
  return [...places].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place)
}

type NumberName = 'n' | 'x' | 'total' | 'squares'

/** Numbers by slot, as PostgreSQL reads an array. Sums of values only where there are any. */
function bySlot({ counts }: Place, name: NumberName): string {
  const isSum = name === 'total' || name === 'squares'
  const texts: string[] = []
  for (let slot = 0; slot < counts.length; slot++) {
    const count = counts[slot]
    if (count && !(isSum && count.total === 0n && count.squares === 0n)) {
      while (texts.length < slot) texts.push('NULL')
      texts.push(String(count[name]))
    }
  }
  return `{${texts.join()}}`
}

async function addDays(tx: Tx, places: readonly Place[], at: Date): Promise<void> {
  const column = (name: 'teamId' | 'facts' | 'day' | 'aiAgentId' | 'kind' | 'version') => sqlArray(places.map((place) => place[name]))
  const numbers = (name: NumberName) => sqlArray(places.map((place) => bySlot(place, name)))
  await tx.query(
    `with given as (
       select g.team_id, g.facts, g.day, g.ai_agent_id, g.kind, g.version, g.n::int[] as n, g.x::int[] as x, g.total::numeric[] as total,
              g.squares::numeric[] as squares
         from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[])
           as g (team_id, facts, day, ai_agent_id, kind, version, n, x, total, squares)
     ), added as (
       insert into rollup_place as r (team_id, facts, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
       select g.team_id, g.facts, g.day, g.ai_agent_id, g.kind, g.version, g.n, g.x, g.total, g.squares, $11::date, $12 from given g
       on conflict (team_id, facts, day, ai_agent_id, kind, version) do update
         set n = rollup_sum(r.n, excluded.n), x = rollup_sum(r.x, excluded.x), total = rollup_sum(r.total, excluded.total),
             squares = rollup_sum(r.squares, excluded.squares), changed_at = excluded.changed_at
       returning r.team_id, r.facts, r.day, r.ai_agent_id, r.kind, r.version, r.made_on
     )
     insert into restatement as s (team_id, measure_id, day, noted_on, n, x)
     select g.team_id, t.measure_id, g.day, $11::date, sum(c.n)::bigint, sum(c.x)::bigint
       from added a
       join given g using (team_id, facts, day, ai_agent_id, kind, version)
      cross join lateral unnest(g.n, g.x) with ordinality as c (n, x, slot)
       join rollup_slot t on t.facts = g.facts and t.slot = c.slot
      where a.made_on < $11::date and a.day < $11::date - 1 and c.n is not null
      group by 1, 2, 3
     on conflict (team_id, measure_id, day, noted_on) do update set n = s.n + excluded.n, x = s.x + excluded.x`,
    [
      column('teamId'),
      column('facts'),
      column('day'),
      column('aiAgentId'),
      column('kind'),
      column('version'),
      numbers('n'),
      numbers('x'),
      numbers('total'),
      numbers('squares'),
      at.toISOString().slice(0, 10),
      at,
    ],
    'measures_add_days',
  )
}

async function addSpreads(tx: Tx, spreads: readonly Spread[]): Promise<void> {
  const column = (name: keyof Spread) => sqlArray(spreads.map((row) => row[name]))
  await tx.query(
    `insert into rollup_spread as r (team_id, measure_id, day, ai_agent_id, kind, bucket, n)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::bigint[])
     on conflict (team_id, measure_id, day, ai_agent_id, kind, bucket) do update set n = r.n + excluded.n`,
    [column('teamId'), column('measureId'), column('day'), column('aiAgentId'), column('kind'), column('bucket'), column('n')],
    'measures_add_spreads',
  )
}

async function addHours(tx: Tx, hours: readonly HourCount[]): Promise<void> {
  const column = (name: 'teamId' | 'measureId' | 'aiAgentId' | 'n' | 'x') => sqlArray(hours.map((row) => row[name]))
  await tx.query(
    `insert into rollup_hour as r (team_id, measure_id, hour, ai_agent_id, n, x)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[])
     on conflict (team_id, measure_id, hour, ai_agent_id) do update set n = r.n + excluded.n, x = r.x + excluded.x`,
    [
      column('teamId'),
      column('measureId'),
      sqlArray(hours.map(({ hour }) => hour.toISOString())),
      column('aiAgentId'),
      column('n'),
      column('x'),
    ],
    'measures_add_hours',
  )
}
