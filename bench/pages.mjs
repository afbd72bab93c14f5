import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { openDb } from '#kernel/db.ts'
import { startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import { countRevisits, getAdoption, listRevisits } from '#slices/adoption/contract.ts'
import { listRuns } from '#slices/capacity/contract.ts'
import { getConversation, listConversations } from '#slices/conversations/contract.ts'
import { listEscalations } from '#slices/escalation/contract.ts'
import { countExceptions, listExceptions } from '#slices/exceptions/contract.ts'
import { listLimits } from '#slices/limits/contract.ts'
import { getFigures, listMeasures } from '#slices/measures/contract.ts'
import { getAlarm, listAlarms } from '#slices/monitoring/contract.ts'
import { getDivergence, getEffect, getInvestigation, listInvestigations } from '#slices/quality/contract.ts'
import { listGrades } from '#slices/usage/contract.ts'
import { aiAgentWeeks, organisationWeeks, teamWeeks } from '#slices/weeks/contract.ts'
import { benchDatabase } from './parts/database.mjs'
import { furnish } from './parts/furnish.mjs'
import { addPageRows } from './parts/page-rows.mjs'
import { cpuSeconds } from './parts/processes.mjs'
import { multiply, recordOneTeam, teams, window } from './parts/truth.mjs'

/**
 * What pages ask for, with few and with many conversations behind them: a year of 40 teams with 60 people each. The 95th percentile of each in
 * milliseconds, and what it costs: processor time of server and database together, which other work on the machine hardly changes. `npm run bench:pages`; BENCH_FACTS (10000000), BENCH_FEW (100000), BENCH_CALLS (40),
 * BENCH_ONLY (a word: only questions whose name holds it). BENCH_KEEP=1 keeps the databases of a server, for another run on them.
 */
const sizes = [Number(process.env.BENCH_FEW ?? 100_000), Number(process.env.BENCH_FACTS ?? 10_000_000)]
const calls = Number(process.env.BENCH_CALLS ?? 40)
const only = process.env.BENCH_ONLY ?? ''
const now = Date.parse(`${window.last}T00:00:00Z`) + 86_400_000 + 12 * 3_600_000
const begun = performance.now()
/** The present is the day after the last fact, and goes on from there. */
const clock = { now: () => new Date(now + performance.now() - begun) }

const team = teams[7]
const month = { from: '2026-10-19', to: window.last }
const year = { from: window.from, to: window.last }
const list = (name, input) => [`conversations: ${name}`, (call) => call(listConversations, { limit: 50, ...input })]

const asks = [
  ['overview: all that it asks at once', (call) => overview(call)],
  ['which team differs, 12 weeks, 5 figures', (call) => call(getDivergence, {})],
  ['which team differs, one figure', (call) => call(getDivergence, { measures: 'sla_met' })],
  ['adoption, all teams', (call) => call(getAdoption, {})],
  ['adoption, one team', (call) => call(getAdoption, { team })],
  ['six-month revisits', (call) => call(listRevisits, { limit: 50 })],
  ['investigations', (call) => call(listInvestigations, {})],
  ['one investigation', (call, { investigation }) => call(getInvestigation, { investigation })],
  ['what a remedy changed', (call, { investigation }) => call(getEffect, { investigation })],
  ['alarms', (call) => call(listAlarms, {})],
  ['alarms that go on', (call) => call(listAlarms, { isGoing: 'true' })],
  ['one alarm', (call, { alarm }) => call(getAlarm, { alarm })],
  ['weeks of an AI agent', (call) => call(aiAgentWeeks, { aiAgent: 'bench-bot' })],
  ['weeks of a team', (call) => call(teamWeeks, { team })],
  ['weeks of the organisation', (call) => call(organisationWeeks, {})],
  ['figures of 28 days by team', (call) => call(getFigures, { ...month, measures: 'contained_high,recontacted,sla_met', by: 'team' })],
  ['a year of one team by week', (call) => call(getFigures, { ...year, measures: 'sla_met,reopened', team, by: 'week' })],
  ['a year of all teams by month', (call) => call(getFigures, { ...year, measures: 'contained_low', by: 'team,month' })],
  ['a median of 28 days by team', (call) => call(getFigures, { ...month, measures: 'resolve_time_median', by: 'team' })],
  ['what figures mean', (call) => call(listMeasures, {})],
  ['grades', (call) => call(listGrades, { limit: 50 })],
  ['grades of a team that were wrong', (call) => call(listGrades, { limit: 50, team, isRight: 'false' })],
  list('newest', {}),
  list('of a team', { team }),
  list('of a state', { state: 'reopened' }),
  list('of a state that none is in', { state: 'contained_verified' }),
  list('of a reason', { reason: 'kind-3' }),
  list('of a reason that none has', { reason: 'kind-99' }),
  list('of an AI agent', { aiAgent: 'bench-bot' }),
  list('of an AI agent with none', { aiAgent: 'bench-other' }),
  list('of a month a year ago', { from: '2025-12-01', to: '2025-12-31' }),
  list('behind a figure', { team, measure: 'sla_met', hit: 'false', ...month }),
  list('behind a figure of all teams', { measure: 'reopened', hit: 'true', ...month }),
  list('behind a figure with few hits', { measure: 'contained_low', hit: 'true', ...month }),
  list('as they were known before', { asOf: '2026-11-16T12:30:00Z', team }),
  ['one conversation', (call, { conversation }) => call(getConversation, { id: conversation })],
  ['limits', (call) => call(listLimits, { limit: 100 })],
  ['exceptions', (call) => call(listExceptions, { limit: 50 })],
].filter(([name]) => name.includes(only))

/** What the console sends for its first page, side by side as a browser does. */
function overview(call) {
  return Promise.all([
    call(getDivergence, {}),
    call(getAdoption, {}),
    call(listAlarms, { limit: 200, isGoing: 'true' }),
    call(listLimits, { limit: 200, isBreached: 'true' }),
    call(listEscalations, { limit: 200, isRunning: 'true' }),
    call(listRevisits, { limit: 3, isDue: 'true' }),
    call(countRevisits, {}),
    call(countExceptions, {}),
    call(listRuns, { limit: 200 }),
    call(listMeasures, {}),
  ])
}

const blocks = 4

/** With few and with many in turn, so that whatever else the machine does falls on both. The first call is told apart: somebody waits for it after a start. */
async function measured(all) {
  const taken = []
  for (const [name, ask] of asks) {
    const sides = all.map(() => ({ first: 0, cost: 0, times: [] }))
    for (const [place, house] of all.entries()) sides[place].first = await timed(() => ask(house.call, house.known))
    for (let block = 0; block < blocks; block++)
      for (const [place, house] of all.entries()) await measureBlock(sides[place], () => ask(house.call, house.known))
    for (const side of sides) side.times.sort((one, other) => one - other)
    taken.push(sides)
    const words = sides.map(({ times, cost }) => `${at(times, 0.5).toFixed(1)} ms, ${(cost / times.length).toFixed(1)} of processor`)
    process.stderr.write(`  ${name}: ${words.join('; ')}\n`)
  }
  return taken
}

async function measureBlock(side, ask) {
  const before = cpuMs()
  for (let n = 0; n < calls / blocks; n++) side.times.push(await timed(ask))
  side.cost += cpuMs() - before
}

/** Processor time of this process, in which the server runs, and of a database on this machine. */
function cpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + (cpuSeconds(postmaster) ?? 0) * 1000
}

async function timed(act) {
  const from = performance.now()
  await act()
  return performance.now() - from
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]

/** Seeds what is not there: one team is recorded by the product, the others are copies of it. */
async function seed(url, facts) {
  const db = openDb({ connectionString: url, poolSize: 2 })
  const own = Math.min(Math.round(facts / teams.length), 10_000)
  await recordOneTeam(db, { conversations: own, at: clock.now() })
  const onTeam = (count) => process.stderr.write(`\r  ${Math.round((facts * count) / teams.length).toLocaleString('en')} conversations`)
  await multiply(db, { fold: Math.max(1, Math.round(facts / teams.length / own)), onTeam })
  await addPageRows(db, { grades: Math.round(facts / 10), at: clock.now() })
  process.stderr.write('\n')
  await db.close()
}

async function open(facts) {
  const { url } = await database.fresh(process.env.BENCH_KEEP ? `bench_pages_${facts}` : undefined)
  const directory = mkdtempSync(join(tmpdir(), 'pilotage-pages-'))
  const running = await startHouse({ config: readConfig({ PILOTAGE_DATA_DIR: directory }), connection: { connectionString: url }, clock })
  // What follows the facts has nothing to do here, and would be measured as part of whatever it falls upon.
  await running.tail.stop()
  const call = insideCall(running.app, running.operatorKey)
  const [{ isNew }] = await running.db.query('select not exists (select from conversation) as "isNew"')
  if (isNew) {
    const setupToken = (await running.setupLink('http://house')).split('#').at(-1)
    await furnish({ nobody: insideCall(running.app, ''), operator: call, setupToken })
    await running.db.query("insert into team (id, name, time_zone) select id, id, 'UTC' from unnest($1::text[]) as id", [teams])
    await seed(url, facts)
  }
  const close = async () => {
    await running.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  const [known] = await running.db.query(
    `select (select id from alarm where state = 'open' and kind = 'drift' order by id limit 1) as alarm,
            (select id from investigation where remedy is not null order by id limit 1) as investigation,
            (select source || ':' || external_id from conversation where team_id = $1 limit 1) as conversation`,
    [team],
  )
  return { call, known, close }
}

const database = await benchDatabase()
const postmaster = await database.postmaster()
const houses = []
for (const facts of sizes) houses.push(await open(facts))
const results = await measured(houses)
for (const { close } of houses) await close()
await database.stop()

console.log(
  `${sizes.map((size) => size.toLocaleString('en')).join(' and ')} conversations, ${teams.length} teams, a year, ${database.name}; ${calls} calls each, load ${loadavg()[0].toFixed(1)}`,
)
console.log('                                           p95 few   p95 many   cost few  cost many   many / few   first')
let isWithin = true
for (const [index, [name]] of asks.entries()) {
  const [few, many] = results[index]
  const [low, high] = [few.cost / few.times.length, many.cost / many.times.length]
  // Below five milliseconds a ratio is noise.
  const fits = at(many.times, 0.95) < 100 && (high / low <= 1.5 || high < 5)
  isWithin &&= fits
  const columns = [at(few.times, 0.95), at(many.times, 0.95), low, high].map((value) => value.toFixed(1).padStart(10))
  console.log(
    `${name.padEnd(40)} ${columns.join(' ')}   ${(high / low).toFixed(2).padStart(10)} ${many.first.toFixed(0).padStart(7)}  ${fits ? '' : 'OVER'}`,
  )
}
if (!isWithin) process.exitCode = 1
