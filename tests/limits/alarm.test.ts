import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { newChannel } from '../outside/channels.ts'
import { type Desk, desk, minutes, setThree, stranger, tokenIn } from '../outside/escalation-world.ts'
import { httpSink } from '../outside/sinks.ts'
import { askNew } from '../queue-world.ts'
import { refusal } from '../world.ts'

let place: Desk
beforeEach(async () => {
  place = await desk()
  await setThree(place)
})
afterEach(() => place.end())

const call = () => place.here.call
const where = { team: 'billing', aiAgent: 'refund-bot' }
const bounds = { rateMax: 0.1, depthMax: 1000, windowHours: 24, onBreach: 'pause_launches' as const, reason: 'agreed with the team' }
const setLimit = (more: object = {}) => call()(limits.setLimit, { ...where, ...bounds, ...more }, { ifMatch: '0' })
const breaches = async () => (await call()(limits.getLimit, where)).breaches

/** So many decisions that the AI agent may take alone, and so many that go to people. */
async function decide(alone: number, forPeople: number) {
  const items = [...Array(alone).fill(20), ...Array(forPeople).fill(500)].map((amount) => askNew(amount))
  for (let begin = 0; begin < items.length; begin += 100) await call()(decisions.decideBatch, { items: items.slice(begin, begin + 100) })
}

/** Lets the house look at the limits again, and tell whom it has to: what a limit raises is told with the next tick. */
async function look() {
  await place.settle()
  place.here.clock.add(11_000)
  await place.settle()
  await place.settle()
}

const launch = () =>
  call()(registry.createDeployment, { aiAgentId: 'refund-bot', teamId: 'billing', process: `p${Date.now()}`, phase: 'live' })

describe('a limit that is broken', () => {
  test('is an alarm: the first responder has mail, nobody answers, the next has it, and all hear when it is kept again', async () => {
    await setLimit()
    await decide(30, 20)
    await look()
    const mail = place.newMail().fay?.[0]
    expect(mail?.subject).toMatch(/^High: .*limit is broken: Refund bot in team Billing/)
    expect(mail?.subject).not.toMatch(/Drill/)
    expect(mail?.text).toContain('40.0 % of 50 attempts needed a person, and the limit is 10.0 %.')
    expect(mail?.text).toContain('Nothing is launched there until it is kept again')
    place.here.clock.add(minutes(16))
    await look()
    const second = place.newMail().ben?.[0]
    expect(second?.subject).toBe(mail?.subject)
    await stranger(place)(escalation.answerLink, { token: tokenIn(second), answer: 'acknowledge' })
    place.here.clock.add(minutes(31))
    await look()
    const afterAnswer = Object.values(place.newMail()).flat()
    expect(afterAnswer.map(({ to }) => to[0]?.split('@')[0]).sort()).toEqual(['ben', 'fay'])
    for (const told of afterAnswer) expect(tokenIn(told)).toBe('')
    const [running] = (await call()(escalation.listEscalations, { limit: 50, isRunning: true })).items
    expect(running).toMatchObject({ kind: 'alarm', severity: 'high', state: 'acknowledged' })
    await decide(600, 0)
    await look()
    await look()
    expect(await breaches()).toEqual([])
    const over = await call()(escalation.getEscalation, { escalation: running?.id as string })
    expect(over.state).toBe('closed')
    expect(Object.keys(place.newMail()).sort()).toEqual(['ben', 'fay'])
  })

  test('is told by a signed event too, with what was counted and nobody’s name', async () => {
    const sink = await httpSink()
    const target = { kind: 'webhook' as const, url: `${sink.url}/limits` }
    await call()(notifications.createChannel, newChannel({ teamId: 'billing', name: 'Limits', target, events: ['limit.breached'] }))
    await setLimit()
    await decide(30, 20)
    await look()
    const [breach] = await breaches()
    const data = { team: 'billing', breach: breach?.id, aiAgent: 'refund-bot', kind: 'rate', value: 0.4, attempts: 50, limit: 0.1 }
    expect(sink.got.map(({ body }) => JSON.parse(body))).toMatchObject([{ type: 'limit.breached', data }])
    await sink.close()
  })

  test('neither begins again nor ends while the figures move around it, and is told once', async () => {
    await setLimit()
    await decide(30, 20)
    await look()
    const [begun] = await breaches()
    // 20 of 210 keep the limit, but by less than a tenth.
    await decide(160, 0)
    await look()
    expect((await call()(limits.getLimit, where)).figures.rate).toMatchObject({ exceptions: 20, attempts: 210 })
    expect(await breaches()).toMatchObject([{ id: begun?.id, endedAt: null }])
    expect(await refusal(launch())).toMatchObject({ status: 409, detail: expect.stringMatching(/limit is broken/) })
    // 20 of 230 keep it by more.
    await decide(20, 0)
    await look()
    expect(await breaches()).toEqual([])
    expect(await launch()).toMatchObject({ phase: 'live' })
    // 28 of 238 are above it again, but chance explains that.
    await decide(0, 8)
    await look()
    expect((await call()(limits.getLimit, where)).figures.rate.share).toBeGreaterThan(0.11)
    expect(await breaches()).toEqual([])
    const mails = place.newMail().fay?.map(({ subject }) => subject) ?? []
    expect(mails).toHaveLength(2)
  })

  test('of the depth goes on until it is kept by a tenth', async () => {
    await setLimit({ rateMax: 1, depthMax: 10 })
    await decide(0, 11)
    await look()
    expect(await breaches()).toMatchObject([{ kind: 'depth', value: 11, limit: 10 }])
    const answer = async (count: number) => {
      const { items } = await call()(exceptions.listExceptions, { limit: 50, team: 'billing' })
      await call()(exceptions.resolveMany, { ids: items.slice(0, count).map(({ id }) => id), verb: 'approve' })
      await look()
    }
    await answer(1)
    expect(await breaches()).toHaveLength(1)
    await answer(1)
    expect(await breaches()).toEqual([])
    await decide(0, 1)
    await look()
    expect(await breaches()).toEqual([])
  })
})

test('a queue over its limit is an alarm with an owner, a next step and the escalation that the limit began; answering it answers that', async () => {
  await setLimit({ rateMax: 1, depthMax: 10 })
  await decide(0, 11)
  await look()
  place.here.clock.add(70_000)
  await look()
  const alarms = async (isGoing: boolean) => (await call()(monitoring.listAlarms, { isGoing, limit: 50 })).items
  const [alarm] = await alarms(true)
  expect(alarm).toMatchObject({ kind: 'queue', team: 'billing', aiAgent: 'refund-bot', state: 'open', severity: 'high' })
  expect(alarm?.owner).not.toBeNull()
  expect(alarm?.says).toBe('11 items waited when it was found; 10 were agreed.')
  expect(alarm?.next).toContain('Clear the oldest items first')
  const begun = await call()(escalation.getEscalation, { escalation: alarm?.escalation as string })
  expect(begun).toMatchObject({ kind: 'alarm', title: expect.stringMatching(/^A limit is broken/) })
  await call()(monitoring.acknowledgeAlarm, { alarm: alarm?.id as string, cause: 'not_known' })
  expect((await call()(escalation.getEscalation, { escalation: begun.id })).state).toBe('closed')
  const { items } = await call()(exceptions.listExceptions, { limit: 50, team: 'billing' })
  await call()(exceptions.resolveMany, { ids: items.slice(0, 3).map(({ id }) => id), verb: 'approve' })
  await look()
  place.here.clock.add(70_000)
  await look()
  expect(await alarms(true)).toEqual([])
  expect(await alarms(false)).toMatchObject([{ kind: 'queue', state: 'fixed', cause: 'not_known' }])
})

test('a rule that drops what is live says so in the audit log and in the mail, and the launch waits', async () => {
  const { items: live } = await call()(registry.listDeployments, { limit: 50, team: 'billing' })
  await setLimit({ onBreach: 'drop_to_assist' })
  await decide(30, 20)
  await look()
  const deployment = live[0]?.id as string
  expect(await call()(registry.getDeployment, { deployment })).toMatchObject({ phase: 'assist' })
  const [breach] = await breaches()
  expect(breach?.dropped).toEqual([deployment])
  const entries = async (subject: string) => (await call()(audit.listAudit, { limit: 50, subject })).items
  expect((await entries(`limit_breach:${breach?.id}`)).map(({ action, actor }) => [action, actor])).toEqual([
    ['limit.breach', 'system:limits'],
  ])
  expect((await entries(`deployment:${deployment}`))[0]).toMatchObject({
    action: 'deployment.change_phase',
    actor: 'system:limits',
    reason: expect.stringMatching(/By the rule of the limit\. 40\.0 % of 50 attempts/),
  })
  const { etag } = await call()(registry.getDeployment, { deployment })
  const promote = { deployment, phase: 'live' as const, reason: 'again' }
  expect(await refusal(call()(registry.changePhase, promote, { ifMatch: etag }))).toMatchObject({ status: 409 })
  expect(place.newMail().fay).toHaveLength(1)
})

test('a limit that cannot be looked at holds up no other', async () => {
  await call()(limits.setLimit, { team: 'billing', ...bounds }, { ifMatch: '0' })
  await setLimit()
  await decide(30, 20)
  const { db, tail } = place.here.running
  await db.query("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$")
  // The limit of the whole team comes first.
  await db.query(`create trigger refuse before insert on limit_breach for each row when (new.ai_agent_id = '*') execute function refuse()`)
  place.here.clock.add(11_000)
  await tail.runOnce().catch((error) => expect(String(error)).toContain('stuck'))
  const ofTeam = async () => (await call()(limits.getLimit, { team: 'billing' })).breaches
  expect([await breaches(), await ofTeam()].map(({ length }) => length)).toEqual([1, 0])
  await db.query('drop trigger refuse on limit_breach')
  await look()
  expect(await ofTeam()).toHaveLength(1)
})
