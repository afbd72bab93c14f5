import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as drills from '#slices/drills/contract.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { type Desk, desk, minutes, setThree, stranger, tokenIn } from '../outside/escalation-world.ts'
import { askNew } from '../queue-world.ts'
import type { World } from '../world.ts'

let place: Desk
let here: World
beforeEach(async () => {
  place = await desk()
  here = place.here
  await setThree(place)
  const bounds = { rateMax: 0.5, depthMax: 3, windowHours: 24, onBreach: 'drop_to_assist' as const, reason: 'before the drill' }
  await here.call(limits.setLimit, { team: 'billing', aiAgent: 'refund-bot', ...bounds }, { ifMatch: '0' })
})
afterEach(() => place.end())

const base = { team: 'billing', severity: 'high' as const, hypothesis: 'The first responder answers in time.' }
const scenarios = ['ai_agent_stops', 'errors_spike', 'queue_floods', 'kill_switch'] as const
type ScenarioId = (typeof scenarios)[number]
const start = (scenario: ScenarioId) => here.call(drills.startDrill, { ...base, scenario, aiAgent: 'refund-bot', minutesMax: 60 })
const get = (drill: string) => here.call(drills.getDrill, { drill })

/** All that is at work, with the version of each: whoever touches one of them is seen. */
const atWork = async () => ({
  deployments: (await here.call(registry.listDeployments, { limit: 50 })).items,
  aiAgents: (await here.call(registry.listAiAgents, { limit: 50 })).items,
  limits: (await here.call(limits.listBreaches, { limit: 50 })).items,
})

/** Two looks at the limits and everything else that the house does by itself. */
async function passTime() {
  for (let round = 0; round < 2; round++) {
    here.clock.add(11_000)
    await place.settle()
  }
}

describe('a drill touches nothing real', () => {
  test.each(scenarios)('%s: what is live stays live, decides alone and may be launched elsewhere', async (scenario) => {
    const before = await atWork()
    const { id } = await start(scenario)
    await passTime()
    expect(await atWork()).toEqual(before)
    expect(await here.call(decisions.decide, askNew(20))).toMatchObject({ tier: 'autonomous' })
    const made = { aiAgentId: 'refund-bot', teamId: 'billing', process: `during-${scenario.replace('_', '-')}`, phase: 'live' as const }
    expect(await here.call(registry.createDeployment, made)).toMatchObject({ phase: 'live' })
    here.clock.add(minutes(61))
    await place.settle()
    expect((await get(id)).state).toBe('ended')
    expect(await here.call(decisions.decide, askNew(20))).toMatchObject({ tier: 'autonomous' })
    const { items } = await here.call(audit.listAudit, { limit: 200, subject: `deployment:${before.deployments[0]?.id}` })
    expect(items.map((entry) => entry.action)).toEqual(['deployment.create'])
  })

  test('nor does what people do with its items: the AI agent is told nothing and may execute nothing', async () => {
    const { id } = await start('queue_floods')
    await passTime()
    const { items } = await here.call(exceptions.listExceptions, { limit: 100, team: 'billing' })
    const labelled = items.filter((item) => item.isDrill).map((item) => item.id)
    await here.call(exceptions.resolveMany, { ids: labelled, verb: 'take_over', reasonCode: 'tone' })
    await passTime()
    expect(await get(id)).toMatchObject({ state: 'ended', items: { injected: 20, answered: 20 } })
    for (const table of ['exception', 'review', 'review_result', 'approval', 'execution', 'decision'])
      expect(await here.count(table)).toBe(0)
    const { items: open } = await here.call(exceptions.listExceptions, { limit: 100 })
    expect(open).toEqual([])
  })
})

describe('every scenario runs the real procedure to its end', () => {
  test.each(['errors_spike', 'queue_floods'] as const)(
    '%s: told by mail, acknowledged from it, contained, ended, proved',
    async (scenario) => {
      const { id } = await start(scenario)
      await place.settle()
      await place.settle()
      const mail = place.newMail().fay?.[0]
      expect(mail?.subject).toMatch(/^\[Drill\] High/)
      expect(mail?.text).toMatch(/^This is a drill/)
      here.clock.add(minutes(2))
      await stranger(place)(escalation.answerLink, { token: tokenIn(mail), answer: 'acknowledge' })
      await place.settle()
      await here.call(escalation.closeEscalation, { escalation: (await get(id)).escalations[0] as string })
      await place.settle()
      const over = await get(id)
      expect(over).toMatchObject({ state: 'ended', verdict: 'kept' })
      const order = over.timeline.map(({ at }) => Date.parse(String(at)))
      expect(order).toEqual([...order].sort((one, other) => one - other))
      expect(over.timeline.map(({ moment, role }) => [moment, role])).toEqual([
        ['injected', null],
        ['detected', null],
        ['told', 'first_responder'],
        ['acknowledged', 'first_responder'],
        ['contained', null],
        ['restored', null],
      ])
      const evidence = await here.call(drills.getEvidence, { drill: id })
      expect(evidence).toMatchObject({ on: '2026-11-16', verdict: 'kept', digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
      expect(JSON.stringify([over, evidence])).not.toMatch(/fay|ben|lea@/i)
      // Whoever was told hears that it is over, and nobody hears of it again.
      place.newMail()
      here.clock.add(minutes(200))
      await passTime()
      expect(place.newMail()).toEqual({})
    },
  )
})

test('two teams drill at once without hearing of each other, and one team does not drill twice', async () => {
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'Europe/Berlin', department: null, lead: null })
  const first = await start('queue_floods')
  const second = await here.call(drills.startDrill, { ...base, team: 'shipping', scenario: 'queue_floods', items: 2, minutesMax: 60 })
  await expect(start('errors_spike')).rejects.toMatchObject({ problem: { status: 409 } })
  await passTime()
  const [own, foreign] = [await get(first.id), await get(second.id)]
  expect(own.escalations).toHaveLength(1)
  expect(foreign.escalations).toHaveLength(1)
  expect(own.escalations).not.toEqual(foreign.escalations)
  await here.call(drills.abortDrill, { drill: first.id, reason: 'enough' })
  expect(await here.count('exception where drill_id is not null')).toBe(2)
  expect(await get(second.id)).toMatchObject({ state: 'running', items: { injected: 2, answered: 0 } })
})

test('a drill that cannot be moved on holds up no other, and ends once it can', async () => {
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'Europe/Berlin', department: null, lead: null })
  const stuck = await start('errors_spike')
  const other = await here.call(drills.startDrill, { ...base, team: 'shipping', scenario: 'queue_floods', items: 2, minutesMax: 60 })
  const { db } = here.running
  await db.query("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$")
  await db.query(`create trigger refuse before update on drill for each row when (old.team_id = 'billing') execute function refuse()`)
  here.clock.add(minutes(61))
  for (let round = 0; round < 2; round++) await expect(here.running.tail.runOnce()).rejects.toThrow('stuck')
  expect(await get(other.id)).toMatchObject({ state: 'ended' })
  expect(await get(stuck.id)).toMatchObject({ state: 'running' })
  await db.query('drop trigger refuse on drill')
  await place.settle()
  expect(await get(stuck.id)).toMatchObject({ state: 'ended', verdict: 'unanswered' })
})
