import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemChance } from '#kernel/clock.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { makeAudit } from '#slices/audit/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { addDays, addTally, sumTallies } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import { monitoringTick } from '#slices/monitoring/index.ts'
import { type World, world } from '../world.ts'

const team = 'service-desk'
const chance = systemChance()
const firstDay = '2016-02-29'
const lastDay = '2017-02-28'

/** What became known on a day about tickets that were opened on that day or before. */
type News = Map<string, { day: string; n: number; x: number }[]>

function fromTable(): News {
  const lines = readFileSync(join(import.meta.dirname, 'knowledge-use.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  return new Map(
    lines.map((line) => {
      const [day = '', n, x] = line.split(',')
      return [day, [{ day, n: Number(n), x: Number(x) }]]
    }),
  )
}

/** Event by event: a ticket counts with what its newest event says, on the day on which that was written. */
async function fromEvents(path: string): Promise<News> {
  const news: News = new Map()
  const known = new Map<string, boolean>()
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    const { ticket, at, opened_at, knowledge_used } = JSON.parse(line) as Record<string, string> & { knowledge_used: boolean }
    const before = known.get(ticket as string)
    if (before === knowledge_used) continue
    known.set(ticket as string, knowledge_used)
    const day = (opened_at as string).slice(0, 10)
    const written = (at as string).slice(0, 10)
    const x = Number(knowledge_used) - Number(before ?? false)
    const entry = { day, n: before === undefined ? 1 : 0, x }
    news.set(written, [...(news.get(written) ?? []), entry])
  }
  return news
}

const folder = process.env.PILOTAGE_DATA
const file = folder ? join(folder, 'itsm-incidents', 'events.ndjson.gz') : ''

describe.each([
  ['the daily table', fromTable, 'provisional'],
  ...(existsSync(file) ? ([['every event', () => fromEvents(file), 'none']] as const) : []),
] as const)('a real service desk, replayed day by day from %s', (_name, read, status) => {
  let here: World
  beforeAll(async () => {
    here = await world()
  })
  afterAll(() => here?.end())

  const moveTo = (time: string) => here.clock.add(Date.parse(time) - here.clock.now().getTime())

  async function passDay(news: News, day: string) {
    moveTo(`${day}T23:00:00Z`)
    const about = { teamId: team, measureId: 'knowledge_used', aiAgentId: '', kind: '', version: 1, total: 0n, squares: 0n }
    const counts = (news.get(day) ?? []).map((each) => ({ ...about, ...each }))
    const tally = sumTallies([{ counts, spreads: [], hours: [] }])
    await here.running.db.tx((tx) => addTally(tx, tally, here.clock.now()))
    moveTo(`${addDays(day, 1)}T06:00:00Z`)
    await monitoringTick({ db: here.running.db, audit: makeAudit(chance), chance, deepQueues: async () => [] }, here.clock.now())
  }

  async function beginWatching(eve: string) {
    const reason = 'What was known on the eve of the break.'
    const frozen = await here.call(monitoring.freezeBaseline, { team, measures: ['knowledge_used'], from: firstDay, to: eve, reason })
    expect(frozen.items[0]).toMatchObject({ status, isCurrent: true })
    await here.call(monitoring.addWatch, { team, measure: 'knowledge_used', direction: 'down' })
  }

  /** The lead of the team: looks after an alarm at once, and says that the new level was meant as soon as there is enough of it. */
  async function answer(alarm: OutputOf<typeof monitoring.getAlarm>) {
    const cause = 'definition_changed' as const
    if (alarm.state === 'open') await here.call(monitoring.acknowledgeAlarm, { alarm: alarm.id, cause })
    else if (alarm.newLevel.isPossible)
      await here.call(monitoring.explainAlarm, {
        alarm: alarm.id,
        cause,
        note: 'The form no longer asks for the document.',
        isNewLevel: true,
      })
  }

  test('an alarm with owner and next step stands within a week of the break, and nothing else fires in the year', async () => {
    const news = await read()
    moveTo(`${firstDay}T00:00:00Z`)
    await here.call(identity.createTeam, { id: team, name: 'Service desk', timeZone: 'UTC', department: null, lead: here.adminId })
    for (let day = firstDay; day < lastDay; day = addDays(day, 1)) {
      await passDay(news, day)
      if (day === '2016-03-10') await beginWatching(day)
      if ((await here.count("alarm where state in ('open', 'acknowledged')")) === 0) continue
      const { items } = await here.call(monitoring.listAlarms, { team, isGoing: true, limit: 50 })
      for (const { id } of items) await answer(await here.call(monitoring.getAlarm, { alarm: id }))
    }
    const { items: alarms } = await here.call(monitoring.listAlarms, { team, limit: 50 })
    expect(alarms.map(({ title, state, times }) => ({ title, state, times }))).toEqual([
      { title: 'Knowledge used of team Service desk: falling', state: 'explained', times: 1 },
    ])
    const [alarm] = alarms
    expect(alarm).toMatchObject({ since: '2016-03-11T00:00:00.000Z', owner: { id: here.adminId }, ownerRole: 'team_lead', kind: 'drift' })
    expect(alarm?.raisedAt.slice(0, 10)).toBe('2016-03-12')
    expect(alarm?.next).toContain('March 11, 2016')
    expect(alarm?.escalation).not.toBeNull()
    // What is left of the level is watched the other way round, and a year of quiet days is no end of data.
    const { items: watches } = await here.call(monitoring.listWatches, { team, limit: 50 })
    expect(watches).toMatchObject([{ direction: 'up', state: 'watching' }])
    expect(watches[0]?.design?.falseAlarmsPerYear).toBeLessThanOrEqual(0.5)
  }, 240_000)
})
