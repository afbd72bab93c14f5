import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as drills from '#slices/drills/contract.ts'
import { addDays, addTally, dayOf, sumTallies } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { ask, furnish, refusal, type World, world } from '../world.ts'

const hour = 3_600_000
const day = 24 * hour
const monday = Date.parse('2026-11-16T00:00:00Z')

let here: World
beforeEach(async () => {
  here = await world()
  await furnish(here)
})
afterEach(() => here?.end())

const moveTo = (at: number) => here.clock.add(at - here.clock.now().getTime())
const look = () => here.running.tail.runOnce()
const going = async () => (await here.call(monitoring.listAlarms, { isGoing: true, limit: 50 })).items
const watchOf = async (kind: string) => (await here.call(monitoring.listWatches, { limit: 50 })).items.find((watch) => watch.kind === kind)
const freeze = (measures: string[], from: string, to: string) =>
  here.call(monitoring.freezeBaseline, { team: 'billing', aiAgent: 'refund-bot', measures, from, to, reason: 'four quiet weeks' })

describe('a measure of a team', () => {
  const eve = dayOf(new Date(monday))
  const count = { teamId: 'billing', aiAgentId: '', measureId: 'reopened', kind: '', version: 1, total: 0n, squares: 0n }
  const passDays = (days: number, from: string) => {
    const counts = Array.from({ length: days }, (_, at) => ({ ...count, day: addDays(from, at), n: 100, x: 3 }))
    return here.running.db.tx((tx) => addTally(tx, sumTallies([{ counts, spreads: [], hours: [] }]), here.clock.now()))
  }

  test('for which nothing comes in any more says so, and that is no alarm; late facts go on from there', async () => {
    await passDays(28, addDays(eve, -28))
    moveTo(monday + hour)
    const window = { from: addDays(eve, -28), to: addDays(eve, -1) }
    await here.call(monitoring.freezeBaseline, { team: 'billing', measures: ['reopened'], ...window, reason: 'four usual weeks' })
    await here.call(monitoring.addWatch, { team: 'billing', measure: 'reopened', direction: 'down' })
    await passDays(5, eve)
    moveTo(monday + 5 * day + hour)
    await look()
    expect(await watchOf('drift')).toMatchObject({ state: 'watching' })
    moveTo(monday + 12 * day + hour)
    await look()
    expect(await watchOf('drift')).toMatchObject({ state: 'no_data' })
    expect(await going()).toEqual([])
    await passDays(7, addDays(eve, 5))
    moveTo(monday + 12 * day + 3 * hour)
    await look()
    expect(await watchOf('drift')).toMatchObject({ state: 'watching' })
    expect(await going()).toEqual([])
  })
})

describe('a drill', () => {
  test.each(['ai_agent_stops', 'errors_spike', 'queue_floods', 'kill_switch'] as const)(
    'is in no count and raises no alarm here: %s',
    async (scenario) => {
      await here.call(decisions.decide, ask(20))
      await look()
      const counts = () =>
        here.running.db.query('select team_id, measure_id, day, ai_agent_id, kind, n, x from rollup_day order by 1, 2, 3, 4, 5')
      const before = await counts()
      expect(before.length).toBeGreaterThan(0)
      const about = { team: 'billing', aiAgent: 'refund-bot', severity: 'high' as const, hypothesis: 'Somebody answers.', minutesMax: 60 }
      await here.call(drills.startDrill, { ...about, scenario })
      for (let round = 0; round < 3; round++) {
        here.clock.add(70_000)
        await look()
      }
      expect(await counts()).toEqual(before)
      expect(await going()).toEqual([])
    },
  )
})

describe('a baseline and a watch', () => {
  test('are refused where they would say nothing', async () => {
    const today = dayOf(here.clock.now())
    expect(await refusal(freeze(['errors'], addDays(today, -28), today))).toMatchObject({ code: 'invalid' })
    expect(await refusal(freeze(['errors'], addDays(today, -28), addDays(today, -1)))).toMatchObject({ code: 'conflict' })
    expect(await refusal(freeze(['accepted'], addDays(today, -28), addDays(today, -1)))).toMatchObject({ code: 'not_allowed' })
    const watch = { team: 'billing', measure: 'reopened', direction: 'up' as const }
    expect(await refusal(here.call(monitoring.addWatch, watch))).toMatchObject({ code: 'conflict' })
    await look()
    const silence = await watchOf('silence')
    expect(await refusal(here.call(monitoring.stopWatch, { watch: silence?.id as string }))).toMatchObject({ code: 'conflict' })
    expect(await here.count('baseline')).toBe(0)
  })

  test('come from settings that add up to less than one false alarm for each AI agent and year', async () => {
    await look()
    const settings = await here.call(monitoring.getAlarmSettings, {})
    expect(settings).toMatchObject({ driftPerYear: 0.5, silencePerYear: 0.25, spikePerYear: 0.25, etag: '0', watched: { aiAgents: 1 } })
    const { version: _v, etag: _e, watched: _w, lately: _l, ...body } = settings
    const changed = await here.call(monitoring.setAlarmSettings, { ...body, driftPerYear: 0.2, reason: 'fewer' }, { ifMatch: '0' })
    expect(changed).toMatchObject({ driftPerYear: 0.2, etag: '1' })
    const stale = here.call(monitoring.setAlarmSettings, { ...body, reason: 'again' }, { ifMatch: '0' })
    expect(await refusal(stale)).toMatchObject({ code: 'stale' })
    expect((await here.call(registry.getAiAgent, { aiAgent: 'refund-bot' })).id).toBe('refund-bot')
  })
})
