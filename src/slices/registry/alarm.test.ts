import { describe, expect, test } from 'vitest'
import { discovered } from './ai-agent.ts'
import { type AlarmFacts, alarmsOf } from './alarm.ts'
import { dayIn } from './day.ts'

const found = discovered('refund-bot', new Date('2026-05-01T00:00:00Z'))
const card = { whatItDoes: 'a', dataItReads: ['b'], decidesAlone: ['c'], escalatesWhen: ['d'], knownLimits: ['e'] }
const ada = { name: 'Ada', isActive: true, timeZone: 'Asia/Tokyo' }

const healthy: AlarmFacts = {
  aiAgent: { ...found, name: 'Refund bot', status: 'active', accountableOwner: 'ada', technicalOwner: 'bo', card },
  accountable: ada,
  technical: { name: 'Bo', isActive: true, timeZone: 'UTC' },
  phases: ['live'],
  lastCheckedOn: '2026-05-05',
  // Already the fifth of May in Tokyo.
  now: new Date('2026-05-04T20:00:00Z'),
}
const kinds = (change: Partial<AlarmFacts>) => alarmsOf({ ...healthy, ...change }).map((alarm) => alarm.kind)
const withAiAgent = (change: Partial<AlarmFacts['aiAgent']>) => ({ aiAgent: { ...healthy.aiAgent, ...change } })

describe('the alarms of an AI agent', () => {
  test('are none when people answer for it, look at it and its card is complete', () => {
    expect(alarmsOf(healthy)).toEqual([])
  })

  test('name the missing accountable owner first', () => {
    expect(
      kinds({ ...withAiAgent({ accountableOwner: null, technicalOwner: null }), accountable: null, technical: null, lastCheckedOn: null }),
    ).toEqual(['no_accountable_owner', 'not_checked_today', 'no_technical_owner'])
  })

  test('ring when an owner was disabled or is not known any more', () => {
    expect(kinds({ accountable: { ...ada, isActive: false } })).toEqual(['accountable_owner_gone'])
    expect(kinds({ technical: null })).toEqual(['technical_owner_gone'])
  })

  test('ring at midnight of the owner’s team, not of the server', () => {
    expect(kinds({ lastCheckedOn: '2026-05-04' })).toEqual(['not_checked_today'])
    expect(kinds({ lastCheckedOn: '2026-05-04', accountable: { ...ada, timeZone: 'America/New_York' } })).toEqual([])
  })

  test('ask for a daily look only while it works in assist or live', () => {
    for (const phase of ['shadow', 'paused', 'retired'] as const) expect(kinds({ lastCheckedOn: null, phases: [phase] })).toEqual([])
    expect(kinds({ lastCheckedOn: null, phases: ['shadow', 'assist'] })).toEqual(['not_checked_today'])
  })

  test('say which fields of the card are empty, and leave the owner to its own alarm', () => {
    const [alarm] = alarmsOf({ ...healthy, ...withAiAgent({ card: { ...card, knownLimits: [] } }) })
    expect(alarm).toMatchObject({ kind: 'card_incomplete', says: 'The AI agent card does not say: known limits.' })
  })

  test('each name a next step', () => {
    const all = alarmsOf({ ...healthy, ...withAiAgent({ accountableOwner: null, technicalOwner: null, card: {} }), lastCheckedOn: null })
    expect(all).toHaveLength(4)
    for (const alarm of all) expect(alarm.next).toMatch(/^[A-Z].+\.$/)
  })

  test('are silent once it is retired', () => {
    expect(kinds({ ...withAiAgent({ status: 'retired', accountableOwner: null }), accountable: null })).toEqual([])
  })
})

describe('a day', () => {
  test('is the one on the wall of the time zone', () => {
    const at = new Date('2026-05-04T23:30:00Z')
    expect([dayIn('UTC', at), dayIn('Europe/Berlin', at), dayIn('America/New_York', at)]).toEqual([
      '2026-05-04',
      '2026-05-05',
      '2026-05-04',
    ])
  })

  test('is that of UTC where the zone is not known', () => {
    expect(dayIn('Nowhere/Here', new Date('2026-05-04T23:30:00Z'))).toBe('2026-05-04')
  })
})
