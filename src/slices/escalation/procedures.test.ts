import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as identity from '#slices/identity/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import { newChannel } from '../../../tests/outside/channels.ts'
import { type Desk, desk, minutes, setThree } from '../../../tests/outside/escalation-world.ts'
import { httpSink } from '../../../tests/outside/sinks.ts'
import { refusal } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { businessHours, raiseAlarm } from './index.ts'

let place: Desk
beforeAll(async () => {
  place = await desk()
})
afterAll(() => place?.end())

const call = () => place.here.call
const raise = (subject: string, more = {}) => {
  const { clock, running } = place.here
  const alarm = {
    teamId: 'billing',
    severity: 'high' as const,
    kind: 'alarm' as const,
    title: 'Too deep',
    text: 'Look.',
    link: null,
    drillId: null,
  }
  return running.db.tx((tx) => raiseAlarm(tx, { ...alarm, subject, at: clock.now(), ...more }))
}
const preview = (severity: 'critical' | 'high' = 'high') => call()(contract.previewProcedure, { team: 'billing', severity })
const read = (id: string) => call()(contract.getEscalation, { escalation: id })

describe('a team without a procedure', () => {
  test('has its lead told and then the administrators, and every page says that none is set', async () => {
    const { items, hasEmail } = await call()(contract.listProcedures, { team: 'billing' })
    expect(items.map(({ isSet, etag }) => [isSet, etag])).toEqual([
      [false, '0'],
      [false, '0'],
      [false, '0'],
    ])
    expect(hasEmail).toBe(true)
    expect(await preview('critical')).toMatchObject({
      isSet: false,
      clock: 'always',
      steps: [
        { role: 'lead', holders: [], problem: 'The team has no lead who has access.' },
        { role: 'administrators', holders: ['Ada Admin'] },
      ],
    })
    const id = await raise('no-procedure', { severity: 'critical' })
    await place.settle()
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['ada'])
    expect(await read(id)).toMatchObject({
      hasProcedure: false,
      waitsFor: 'administrators',
      log: [
        { what: 'not_told', role: 'lead' },
        { what: 'told', role: 'administrators' },
      ],
    })
    await call()(contract.closeEscalation, { escalation: id })
    await place.settle()
    expect(place.newMail().ada?.[0]?.subject).toMatch(/^Over/)
  })
})

describe('a procedure', () => {
  test('is set from the state that is now, and leaves one entry that names no person', async () => {
    const entries = await place.here.count('audit_entry')
    const set = await setThree(place)
    expect(set).toMatchObject({
      isSet: true,
      etag: '1',
      steps: [{ holder: { name: 'fay' } }, { role: 'backup' }, { role: 'lead' }, { role: 'administrators' }],
    })
    expect(await place.here.count('audit_entry')).toBe(entries + 1)
    const [entry] = await place.here.running.db.query("select detail from audit_entry where action = 'procedure.set'")
    expect(JSON.stringify(entry)).not.toContain(place.people.fay)
    const late = { team: 'billing', severity: 'high' as const, clock: 'always' as const, steps: [] as never[] }
    const steps = [{ role: 'lead' as const, holderId: null, channelIds: [], respondMinutes: 5 }]
    expect(await refusal(call()(contract.setProcedure, { ...late, steps }, { ifMatch: '0' }))).toMatchObject({ code: 'stale' })
  })

  test('names people who have access and channels that the team may use', async () => {
    await call()(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const foreign = await call()(
      notifications.createChannel,
      newChannel({ teamId: 'shipping', name: 'Theirs', target: { kind: 'slack', url: 'https://hooks.slack.example/x' } }),
    )
    const step = { role: 'first_responder' as const, holderId: null as string | null, channelIds: [] as string[], respondMinutes: 5 }
    const bad = [
      step,
      { ...step, holderId: '00000000-0000-4000-8000-000000000000' },
      { ...step, role: 'lead' as const, holderId: place.people.fay },
      { ...step, holderId: place.people.fay, channelIds: [foreign.id] },
    ]
    for (const wrong of bad) {
      const input = { team: 'billing', severity: 'normal' as const, clock: 'always' as const, steps: [wrong] }
      expect((await refusal(call()(contract.setProcedure, input, { ifMatch: '0' }))).faults).toHaveLength(1)
    }
  })

  test('is shown before it runs: who would be told, and when', async () => {
    const shown = await preview()
    const at = Date.parse(shown.at)
    expect(shown.steps.map(({ role, holders }) => [role, holders.join()])).toEqual([
      ['first_responder', 'fay'],
      ['backup', 'ben'],
      ['lead', ''],
      ['administrators', 'Ada Admin'],
    ])
    // Nobody leads the team, so that step is passed over at once.
    expect(shown.steps.map(({ tellAt }) => (Date.parse(tellAt) - at) / minutes(1))).toEqual([0, 15, 45, 45])
    expect(shown.steps.at(-1)?.respondBy).toBeNull()
  })

  test('passes over whoever has no access any more, and the log says why', async () => {
    const gone = await call()(identity.getPerson, { person: place.people.fay })
    await call()(identity.disablePerson, { person: place.people.fay }, { ifMatch: gone.etag })
    const id = await raise('gone')
    await place.settle()
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['ben'])
    expect((await read(id)).log[0]).toMatchObject({
      what: 'not_told',
      says: expect.stringContaining('Nobody who has access is the first responder'),
    })
    const back = await call()(identity.getPerson, { person: place.people.fay })
    await call()(identity.enablePerson, { person: place.people.fay }, { ifMatch: back.etag })
    await call()(contract.closeEscalation, { escalation: id })
    await place.settle()
    place.newMail()
  })

  test('tells Slack and PagerDuty too, and takes the alarm back there when it is answered and when it ends', async () => {
    const sink = await httpSink()
    const targets = [
      { kind: 'slack' as const, url: `${sink.url}/slack` },
      { kind: 'pagerduty' as const, routingKey: 'key', url: `${sink.url}/pd` },
    ]
    const made: string[] = []
    for (const target of targets)
      made.push((await call()(notifications.createChannel, newChannel({ teamId: 'billing', name: target.kind, target }))).id)
    await setThree(place, { channelIds: [...made, place.mailChannel] })
    const id = await raise('channels')
    await place.settle()
    await call()(contract.acknowledge, { escalation: id })
    await place.settle()
    await call()(contract.closeEscalation, { escalation: id })
    await place.settle()
    const pagerduty = sink.got.filter(({ path }) => path === '/pd').map(({ body }) => JSON.parse(body))
    expect(pagerduty.map((body) => body.event_action)).toEqual(['trigger', 'acknowledge', 'resolve'])
    expect(new Set(pagerduty.map((body) => body.dedup_key)).size).toBe(1)
    expect(sink.got.filter(({ path }) => path === '/slack')).toHaveLength(3)
    expect(place.newMail().fay?.map(({ subject }) => subject.split(':')[0])).toEqual(['High', 'Somebody looks after it', 'Over'])
    await sink.close()
  })

  test('can be taken away, and the usual way is back', async () => {
    const { items } = await call()(contract.listProcedures, { team: 'billing' })
    const etag = items.find(({ severity }) => severity === 'high')?.etag
    expect(await call()(contract.removeProcedure, { team: 'billing', severity: 'high' }, { ifMatch: etag })).toMatchObject({ isSet: false })
    expect(await refusal(call()(contract.removeProcedure, { team: 'billing', severity: 'high' }, { ifMatch: etag }))).toMatchObject({
      code: 'conflict',
    })
  })
})

describe('business hours', () => {
  test('hold back what may wait until the team is at work, and its minutes run in those hours', async () => {
    await setThree(place, { clock: 'business_hours' })
    const now = place.here.clock.now()
    // To Friday 16:50 in Berlin.
    place.here.clock.add(new Date('2026-11-20T15:50:00Z').getTime() - now.getTime())
    const id = await raise('hours')
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['fay'])
    place.here.clock.add(minutes(60))
    await place.settle()
    expect(place.newMail()).toEqual({})
    expect((await read(id)).nextAt).toMatch(/^2026-11-23T08:05/)
    const evening = await raise('evening')
    await place.settle()
    expect(place.newMail()).toEqual({})
    expect(await read(evening)).toMatchObject({ step: 0, nextAt: '2026-11-23T08:00:00.000Z' })
    place.here.clock.add(new Date('2026-11-23T08:00:01Z').getTime() - place.here.clock.now().getTime())
    await place.settle()
    expect(place.newMail().fay).toHaveLength(1)
  })

  test('are set with holidays, and read by others through the door', async () => {
    const hours = [{ weekday: 'mon' as const, from: '08:00', to: '12:00' }]
    const holidays = [{ on: '2026-11-23', name: 'Town festival' }]
    const before = await call()(contract.getCalendar, { team: 'billing' })
    expect(before).toMatchObject({ isSet: false, timeZone: 'Europe/Berlin', etag: '0' })
    const set = await call()(contract.setCalendar, { team: 'billing', hours, holidays }, { ifMatch: '0' })
    expect(set).toMatchObject({ isSet: true, isOpenNow: false, opensAt: '2026-11-30T07:00:00.000Z' })
    expect(await businessHours(place.here.running.db, 'billing')).toEqual({ timeZone: 'Europe/Berlin', hours, holidays })
    const wrong = { team: 'billing', hours: [{ weekday: 'mon' as const, from: '12:00', to: '08:00' }], holidays: [] }
    expect(await refusal(call()(contract.setCalendar, wrong, { ifMatch: '1' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(call()(contract.setCalendar, { team: 'billing', hours, holidays }, { ifMatch: '0' }))).toMatchObject({
      code: 'stale',
    })
  })
})

describe('who works in another team', () => {
  test('sees nothing of this one and changes nothing in it', async () => {
    const scopes = ['escalation:read', 'escalation:write', 'escalation:answer']
    const foreign = await place.here.callWith(scopes, { teams: ['shipping'] })
    const id = await raise('foreign')
    expect((await foreign(contract.listEscalations, { limit: 50 })).items).toEqual([])
    expect(await refusal(foreign(contract.getEscalation, { escalation: id }))).toMatchObject({ code: 'not_found' })
    for (const route of [contract.acknowledge, contract.handOver, contract.closeEscalation])
      expect(await refusal(foreign(route, { escalation: id }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(foreign(contract.getCalendar, { team: 'billing' }))).toMatchObject({ code: 'not_allowed' })
    expect(await refusal(foreign(contract.setCalendar, { team: 'billing', hours: [], holidays: [] }, { ifMatch: '1' }))).toMatchObject({
      code: 'not_allowed',
    })
    expect((await read(id)).state).toBe('open')
  })
})
