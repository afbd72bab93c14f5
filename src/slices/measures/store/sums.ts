import type { Queryable } from '#kernel/db.ts'
import { type MeasureSlot, slotsOf } from '../slots.ts'
import { slotSums } from './slot-sums.ts'

/** Days stay days until they are grouped: words cost more to compare, and decimals more to make. The first day of 1900 was a Monday. */
const groupings = {
  team: 'r.team_id',
  aiAgent: 'r.ai_agent_id',
  kind: 'r.kind',
  day: 'r.day',
  week: "r.day - (r.day - date '1900-01-01') % 7",
  month: "r.day - date_part('day', r.day)::int + 1",
  version: 'r.version',
}

export type Grouping = keyof typeof groupings

export type CountQuery = {
  measureIds: readonly string[]
  /** Null for all. */
  teams: readonly string[] | null
  /** Days, both included. */
  from: string
  to: string
  aiAgentId?: string
  kind?: string
  by: readonly Grouping[]
}

export type CountRow = {
  measureId: string
  /** The values of `by`, in its order. */
  by: string[]
  n: number
  x: number
  total: number
  squares: number
  /** When anything of it last changed. */
  changedAt: Date
}

function filterOf({ measureIds, teams, from, to, aiAgentId, kind }: Window): unknown[] {
  return [measureIds, from, to, teams, aiAgentId ?? null, kind ?? null]
}

const within = `r.day between $2 and $3 and ($4::text[] is null or r.team_id = any ($4))
        and ($5::text is null or r.ai_agent_id = $5) and ($6::text is null or r.kind = $6)`

/** Sums over a window, grouped: what pages are made of. Its cost grows with days, teams and kinds, never with the number of facts. */
export async function readCounts(db: Queryable, { by, ...window }: CountQuery): Promise<CountRow[]> {
  const [rows = []] = await readCountsBy(db, window, [by])
  return rows
}

type Window = Omit<CountQuery, 'by'>
type Ways = readonly (readonly Grouping[])[]

/** The same sums, grouped in several ways, from one look at the counts: one list for each way. */
export async function readCountsBy(db: Queryable, window: Window, ways: Ways): Promise<CountRow[][]> {
  const found: CountRow[][] = ways.map(() => [])
  for (const [facts, slots] of slotsOf(window.measureIds)) {
    const sums = await sumsOf(db, { window, ways }, { facts, slots })
    for (const [at, rows] of sums.entries()) found[at]?.push(...rows)
  }
  return found
}

type Slots = { facts: string; slots: readonly MeasureSlot[] }

/** Every place is read and added up once, however many of its counts are asked for; ways of grouping then add up sums. */
async function sumsOf(db: Queryable, { window, ways }: { window: Window; ways: Ways }, { facts, slots }: Slots): Promise<CountRow[][]> {
  const names = [...new Set(ways.flat())]
  const places = names.map((_, at) => `by${at}`)
  const placesOf = (way: readonly Grouping[]) => way.map((name) => `by${names.indexOf(name)}`)
  const { sums, again, rows: values } = slotSums(slots)
  const list = (...parts: string[]) => parts.join(', ')
  const cells = `select ${list(...names.map((name, at) => `${groupings[name]} as by${at}`), sums, 'max(r.changed_at) as changed_at')}
                   from rollup_place r
                  where r.facts = $7 and ${within}
                  group by grouping sets ((${list(...places)}))`
  const grouped = `select ${list(...places, `grouping(${list(...places)}) as left_out`, again, 'max(changed_at) as changed_at')}
                     from (${cells}) cell
                    group by grouping sets (${ways.map((way) => `(${list(...placesOf(way))})`).join(', ')})`
  const rows = await db.query<Record<string, unknown>>(
    `select ${list('c.measure_id', ...places.map((place) => `g.${place}::text`), 'c.n', 'c.x', 'c.total', 'c.squares', 'g.changed_at', 'g.left_out')}
       from (${ways.length > 1 ? grouped : `select *, 0 as left_out from (${cells}) cell`}) g
      cross join lateral (values ${values}) as c (measure_id, n, x, total, squares)
      where c.n <> 0
      order by ${list('c.measure_id', ...places.map((place) => `g.${place}::text`))}`,
    [slots.map(({ measureId }) => measureId), ...filterOf(window).slice(1), facts],
  )
  return ways.map((way) => rows.filter(({ left_out }) => left_out === leftOutOf(names, way)).map((row) => countFrom(row, placesOf(way))))
}

/** As `grouping` says it: a bit for each name that a way leaves out, the first name highest. */
const leftOutOf = (names: readonly Grouping[], way: readonly Grouping[]): number =>
  names.reduce((bits, name) => bits * 2 + (way.includes(name) ? 0 : 1), 0)

const countFrom = (row: Record<string, unknown>, places: readonly string[]): CountRow => ({
  measureId: row.measure_id as string,
  by: places.map((place) => row[place] as string),
  n: row.n as number,
  x: row.x as number,
  total: row.total as number,
  squares: row.squares as number,
  changedAt: row.changed_at as Date,
})

function groupsOf(by: readonly Grouping[]) {
  const names = by.map((_, place) => `by${place}`)
  const groups = by.map((name, place) => `, ${groupings[name]} as by${place}`).join('')
  return { groups, names, listed: `array[${names.map((name) => `g.${name}::text`).join(', ')}]::text[]` }
}

/** How values are spread: cases by bucket, lowest bucket first. */
export type SpreadRow = { measureId: string; by: string[]; spread: { bucket: number; n: number }[] }

/** Spreads are kept over all versions of a measure, so they cannot be grouped by it. */
export async function readSpreads(
  db: Queryable,
  query: CountQuery & { by: readonly Exclude<Grouping, 'version'>[] },
): Promise<SpreadRow[]> {
  const { groups, names, listed } = groupsOf(query.by)
  const rows = await db.query<{ measure_id: string; by: string[]; spread: Record<string, number> }>(
    `select g.measure_id, ${listed} as by, json_object_agg(g.bucket, g.n) as spread
       from (select r.measure_id, r.bucket${groups}, sum(r.n)::bigint as n
               from rollup_spread r
              where r.measure_id = any ($1) and ${within}
              group by ${['r.measure_id', 'r.bucket', ...names].join(', ')}
             having sum(r.n) <> 0) g
      group by 1, 2
      order by 1, 2`,
    filterOf(query),
  )
  return rows.map(({ measure_id, by, spread }) => ({ measureId: measure_id, by, spread: bucketsOf(spread) }))
}

const bucketsOf = (spread: Readonly<Record<string, number>>) =>
  Object.entries(spread)
    .map(([bucket, n]) => ({ bucket: Number(bucket), n }))
    .sort((one, other) => one.bucket - other.bucket)
