import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '#kernel/db.ts'
import { findMigrations, migrate } from '#kernel/migrate.ts'
import { ensurePartitions } from '#slices/decisions/index.ts'
import { reviewFactsOf, waitingAfterSeq } from '#slices/decisions/store/reviews.ts'
import { type DecisionFilter, decisionsBefore } from '#slices/decisions/store.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

const rows = 120_000
let database: TestDatabase

/** Three months of decisions: 40 teams, 20 AI agents, 500 types, one in a thousand not alone or not covered, some kinds rare. */
beforeAll(async () => {
  database = await freshDatabase(async (own) => void (await migrate(own)), {
    key: findMigrations()
      .map((migration) => migration.digest)
      .join(),
  })
  const { db } = database
  await ensurePartitions(db, new Date('2026-06-01T00:00:00Z'))
  await db.query(
    `with row as (
       select g, timestamptz '2026-06-01' + interval '92 days' * (g::float8 / $1) as at, md5(g::text) as noise from generate_series(1, $1::int) g)
     insert into decision (id, team_id, seq, ai_agent_id, decision_type, standard_version, policy_tier, tier, record_only, run_id, call_id,
                           arguments_hash, recorded_at, entry)
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid,
            'team-' || g % 40, g, case when g = 5 then 'rare-bot' else 'bot-' || g % 20 end,
            case when g = 7 then 'rare-type' else 'type-' || g % 500 end, case when g % 1000 = 0 then null else 1 end, 'autonomous',
            case when g = 9 then 'human_only' when g % 1000 = 1 then 'review' else 'autonomous' end, false, 'run', 'call', decode(noise, 'hex'), at, '{}'
       from row`,
    [rows],
  )
  await db.query('analyze decision')
}, 120_000)
afterAll(() => database?.drop())

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }

/** Blocks of 8 kB that the last statement of a read looked at. */
async function blocksOf(read: (db: Queryable) => Promise<unknown>): Promise<number> {
  let plan: Plan | undefined
  const db: Queryable = {
    async query(sql, params) {
      const [row] = await database.db.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, buffers, format json) ${sql}`, params)
      plan = row?.['QUERY PLAN'][0]?.Plan
      return database.db.query(sql, params)
    },
  }
  await read(db)
  return (plan?.['Shared Hit Blocks'] ?? Infinity) + (plan?.['Shared Read Blocks'] ?? Infinity)
}

const before = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

test.each<[string, Partial<DecisionFilter>]>([
  ['nothing asked for', {}],
  ['one team', { teams: ['team-3'] }],
  ['a team without decisions', { teams: ['team-new'] }],
  ['several teams', { teams: ['team-3', 'team-4', 'team-new'] }],
  ['no team', { teams: [] }],
  ['a rare AI agent', { aiAgent: 'rare-bot' }],
  ['a decision type', { decisionType: 'type-3' }],
  ['a rare decision type', { decisionType: 'rare-type' }],
  ['a decision type that does not exist', { decisionType: 'no-type' }],
  ['review', { tier: 'review' }],
  ['a rare tier', { tier: 'human_only' }],
  ['what no standard covers', { uncovered: true }],
  ['what a standard covers', { uncovered: false }],
])('a list of decisions reads little however many there are: %s', async (_name, filter) => {
  expect(await blocksOf((db) => decisionsBefore(db, { teams: null, before, limit: 51, ...filter }))).toBeLessThan(600)
})

test('where a decision stands with people is read from four rows at most, and not from its partitions', async () => {
  expect(await blocksOf((db) => reviewFactsOf(db, { team: 'team-3', decision: '01970000-0000-7000-8000-000000000000' }))).toBeLessThan(20)
})

test('what waits for a person is looked for in what is new alone', async () => {
  await database.db.query('update decision_head set seq = $1', [rows])
  const [all] = await database.db.query<{ blocks: number }>("select sum(relpages) as blocks from pg_class where relname ~ '^decision_2026'")
  const looked = await blocksOf((db) => waitingAfterSeq(db, rows - 500, 1000))
  expect(looked).toBeLessThan(Number(all?.blocks) / 20)
  expect((await waitingAfterSeq(database.db, rows - 1500, 1000)).upTo).toBe(rows)
})
