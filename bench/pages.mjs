import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { openDb } from '#kernel/db.ts'
import { startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import { listConversations } from '#slices/conversations/contract.ts'
import { createTeam } from '#slices/identity/contract.ts'
import { getFigures } from '#slices/measures/contract.ts'
import { aiAgentWeeks, listAlarms } from '#slices/monitoring/contract.ts'
import { getDivergence } from '#slices/quality/contract.ts'
import { benchDatabase } from './parts/database.mjs'
import { furnish } from './parts/furnish.mjs'

/**
 * What pages ask for, with few and with many conversations behind them: a year of 40 teams and five kinds of case. The 95th percentile of each
 * in milliseconds, and how much dearer it is with many. `npm run bench:pages`; BENCH_FACTS (10000000), BENCH_FEW (100000), BENCH_CALLS (40).
 */
const sizes = [Number(process.env.BENCH_FEW ?? 100_000), Number(process.env.BENCH_FACTS ?? 10_000_000)]
const calls = Number(process.env.BENCH_CALLS ?? 40)
const teams = Array.from({ length: 40 }, (_, n) => `team-${String(n).padStart(2, '0')}`)
const [from, days, last] = ['2025-11-17', 364, '2026-11-15']

const measures = [
  'attempted',
  'contained_low',
  'contained_high',
  'handed_over',
  'recontacted',
  'reopened',
  'sla_met',
  'knowledge_used',
  'unresolved',
]

/** Seeds by statements of the database: the tables hold what recording so many conversations would have left in them. */
async function seed(db, facts) {
  const cells = teams.length * days * 5
  await db.query(
    `insert into rollup_day (team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
     select t.id, m.id, $4::date + d, 'bench-bot', 'kind-' || k, 1, c.n, floor(c.n * (0.5 + 0.3 * abs(hashtext(t.id || m.id)::float8) / 2147483648)), 0, 0, $4::date + d, $5
       from unnest($1::text[]) as t (id) cross join unnest($2::text[]) as m (id) cross join generate_series(0, $3::int - 1) as d cross join generate_series(1, 5) as k
       cross join lateral (select floor($6::float8 + (abs(hashtext(t.id || d || k)) % 1000) / 1000.0)::bigint as n) c
      where c.n > 0`,
    [teams, [...measures, 'conversations'], days, from, new Date(`${last}T23:00:00Z`), facts / cells],
  )
  const known = JSON.stringify({ isAttempted: true, channel: 'mail' })
  const step = 500_000
  for (let begin = 0; begin < facts; begin += step) {
    await db.query(
      `insert into conversation (team_id, source, external_id, state, ai_agent_id, reason, customer, begun_at, ended_at, counted, hit, event_count,
                                 first_recorded_at, changed_at, known)
       select ($1::text[])[1 + n % 40], 'bench', n::text, 'contained_unconfirmed', 'bench-bot', 'kind-' || 1 + n % 5, null,
              $2::timestamptz + n * $3::float8 * interval '1 second', $2::timestamptz + (n * $3::float8 + 600) * interval '1 second', 2047, n % 2048, 3, $4, $4, $5::jsonb
         from generate_series($6::bigint, $7::bigint) as n`,
      [teams, `${from}T00:00:00Z`, (days * 86_400) / facts, new Date(`${last}T23:00:00Z`), known, begin, Math.min(facts, begin + step) - 1],
    )
    process.stderr.write(`\r  ${Math.min(facts, begin + step).toLocaleString('en')} conversations`)
  }
  await db.query('analyze conversation')
  await db.query('analyze rollup_day')
  process.stderr.write('\n')
}

const month = { from: '2026-10-19', to: last }
const asks = [
  ['figures of 28 days by team', (call) => call(getFigures, { ...month, measures: 'contained_high,recontacted,sla_met', by: 'team' })],
  ['a year of one team by week', (call) => call(getFigures, { from, to: last, measures: 'sla_met,reopened', team: teams[7], by: 'week' })],
  ['a year of all teams by month', (call) => call(getFigures, { from, to: last, measures: 'contained_low', by: 'team,month' })],
  ['which team differs, 12 weeks, 5 figures', (call) => call(getDivergence, {})],
  [
    'conversations behind a figure',
    (call) => call(listConversations, { team: teams[7], measure: 'sla_met', hit: 'false', ...month, limit: 50 }),
  ],
  ['newest conversations', (call) => call(listConversations, { limit: 50 })],
  ['weeks of an AI agent', (call) => call(aiAgentWeeks, { aiAgent: 'bench-bot' })],
  ['alarms', (call) => call(listAlarms, {})],
]

async function measured(call) {
  const taken = []
  for (const [, ask] of asks) {
    await ask(call)
    const times = []
    for (let n = 0; n < calls; n++) {
      const begun = performance.now()
      await ask(call)
      times.push(performance.now() - begun)
    }
    taken.push(times.sort((one, other) => one - other))
  }
  return taken
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]

const database = await benchDatabase()
const results = []
for (const facts of sizes) {
  const { url } = await database.fresh()
  const directory = mkdtempSync(join(tmpdir(), 'pilotage-pages-'))
  const running = await startHouse({ config: readConfig({ PILOTAGE_DATA_DIR: directory }), connection: { connectionString: url } })
  const call = insideCall(running.app, running.operatorKey)
  await furnish({
    nobody: insideCall(running.app, ''),
    operator: call,
    setupToken: (await running.setupLink('http://house')).split('#').at(-1),
  })
  for (const id of teams) await call(createTeam, { id, name: id, department: null, timeZone: 'UTC', lead: null })
  const db = openDb({ connectionString: url, poolSize: 1 })
  await seed(db, facts)
  await db.close()
  results.push(await measured(call))
  await running.stop()
  rmSync(directory, { recursive: true, force: true })
}
await database.stop()

const [few, many] = results
console.log(
  `${sizes.map((size) => size.toLocaleString('en')).join(' and ')} conversations, 40 teams, a year, ${database.name}; ${calls} calls each`,
)
console.log('                                           p95 few   p95 many   median many / few')
let isWithin = true
for (const [index, [name]] of asks.entries()) {
  const [low, high, ratio] = [at(few[index], 0.95), at(many[index], 0.95), at(many[index], 0.5) / at(few[index], 0.5)]
  const fits = high < 100 && (ratio <= 1.5 || at(many[index], 0.5) < 5)
  isWithin &&= fits
  console.log(
    `${name.padEnd(42)} ${low.toFixed(1).padStart(6)} ${high.toFixed(1).padStart(9)}   ${ratio.toFixed(2).padStart(8)}  ${fits ? '' : 'OVER'}`,
  )
}
if (!isWithin) process.exitCode = 1
