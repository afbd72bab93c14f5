import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import * as audit from '#slices/audit/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import { versionsOf } from '#slices/measures/index.ts'
import { furnish, refusal, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { recordEvents } from './index.ts'

type Event = InputOf<typeof contract.recordConversationEvents>['events'][number]

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
})
afterAll(() => here?.end())

let made = 0
/** A conversation that no other test knows. */
const fresh = () => `case-${++made}`

/** `told` is what happened, and the day of November and the hour: `closed 03T10`. */
const event = (conversation: string, told: `${Event['kind']} ${string}`, more: Partial<Event> = {}): Event => {
  const [kind, at] = told.split(' ') as [Event['kind'], string]
  return { team: 'billing', source: 'desk', conversation, event: told, at: `2026-11-${at}:00:00Z`, kind, ...more }
}

/** An AI agent answers at ten and the case is solved at eleven. */
const alone = (conversation: string, day: string, more: Partial<Event> = {}): Event[] => [
  event(conversation, `opened ${day}T09`, { aiAgent: 'refund-bot', ...more }),
  event(conversation, `ai_agent_answered ${day}T10`, { aiAgent: 'refund-bot', ...more }),
  event(conversation, `resolved ${day}T11`, { aiAgent: 'refund-bot', ...more }),
]

const report = (events: Event[]) => here.call(contract.recordConversationEvents, { events })
const get = (id: string, asOf?: string) => here.call(contract.getConversation, { id: `desk:${id}`, asOf })
const list = (asked: Partial<InputOf<typeof contract.listConversations>>) => here.call(contract.listConversations, { limit: 50, ...asked })
const ids = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ conversation }) => conversation)

describe('events of a conversation', () => {
  test('are on record once, whatever order they come in, with one audit entry for the batch', async () => {
    const [id, steps] = [fresh(), alone('x', '02').length]
    const events = alone(id, '02')
    const ofThis = "audit_entry where action = 'conversations.record'"
    const before = await here.count(ofThis)
    expect(await report([events[2] as Event])).toEqual({ recorded: 1, repeated: 0, conversations: 1 })
    expect(await report([...events.toReversed(), events[0] as Event])).toEqual({ recorded: 2, repeated: 2, conversations: 1 })
    expect(await here.count(ofThis)).toBe(before + 2)
    const found = await get(id)
    expect(found).toMatchObject({ state: 'contained_unconfirmed', team: 'billing', aiAgent: 'refund-bot', events: steps })
    expect(found.steps.map(({ kind }) => kind)).toEqual(['opened', 'ai_agent_answered', 'resolved'])
    expect(found.steps.map(({ state }) => state)).toEqual(['open', 'open', 'contained_unconfirmed'])
    const { items } = await here.call(audit.listAudit, { action: 'conversations.record', limit: 1 })
    expect(items[0]).toMatchObject({ subject: 'conversations' })
  })

  test('move it to the team that its last event names, with all that is counted', async () => {
    const id = fresh()
    await report([event(id, 'opened 03T09', { reason: 'moving' })])
    await report([event(id, 'updated 03T10', { team: 'shipping' })])
    const figures = await here.call(measures.getFigures, {
      measures: 'conversations',
      from: '2026-11-03',
      to: '2026-11-03',
      by: 'team',
      kind: 'moving',
    })
    expect(figures.rows.map(({ team, n }) => [team, n])).toEqual([['shipping', 1]])
    expect((await get(id)).team).toBe('shipping')
    expect(ids(await list({ team: 'billing', reason: 'moving' }))).toEqual([])
    expect(ids(await list({ team: 'shipping', reason: 'moving' }))).toEqual([id])
  })

  test('are refused for the future, for teams that nobody made, for other teams than the key’s, and for other AI agents', async () => {
    const before = await here.count('conversation')
    const late = { ...event(fresh(), 'opened 03T09'), at: '2030-01-01T00:00:00Z' }
    expect(await refusal(report([late]))).toMatchObject({ code: 'invalid', next: expect.stringMatching(/once it has happened/) })
    expect(await refusal(report([event(fresh(), 'opened 03T09', { team: 'nobody' })]))).toMatchObject({ code: 'not_found' })
    const theirs = await here.callWith(['conversations:write'], { teams: ['shipping'] })
    expect(await refusal(theirs(contract.recordConversationEvents, { events: alone(fresh(), '03') }))).toMatchObject({
      code: 'not_allowed',
    })
    const bound = await here.callWith(['conversations:write'], { aiAgent: 'refund-bot' })
    const other = alone(fresh(), '03', { aiAgent: undefined })
    expect(await refusal(bound(contract.recordConversationEvents, { events: other }))).toMatchObject({ code: 'not_allowed' })
    expect(await here.count('conversation')).toBe(before)
  })

  test('leave nothing behind where a batch dies in its midst', async () => {
    const { db } = here.running
    const sizes = () =>
      Promise.all(['conversation', 'conversation_event', 'conversation_home', 'rollup_day', 'rollup_hour'].map(here.count))
    const before = await sizes()
    const parts = { at: here.clock.now(), pseudonymKey: Buffer.alloc(32), versions: await versionsOf(db), keepsRaw: false }
    for (const fatal of ['insert into conversation_event', 'insert into conversation (', 'insert into rollup_place']) {
      const dying = db.tx((tx) =>
        recordEvents(
          {
            ...tx,
            query: (sql, params, name) => (sql.includes(fatal) ? Promise.reject(new Error('gone')) : tx.query(sql, params, name)),
          },
          alone(fresh(), '04'),
          parts,
        ),
      )
      await expect(dying).rejects.toThrow('gone')
    }
    expect(await sizes()).toEqual(before)
  })

  test('reported at once by many are all counted', async () => {
    const all = Array.from({ length: 8 }, () => alone(fresh(), '05', { reason: 'crowd', customer: 'one' }))
    await Promise.all(all.flatMap((events) => events.map((each) => report([each]))))
    const { rows } = await here.call(measures.getFigures, {
      measures: 'conversations',
      from: '2026-11-05',
      to: '2026-11-05',
      kind: 'crowd',
    })
    expect(rows[0]?.n).toBe(8)
  })
})

describe('a customer who comes back', () => {
  test('changes what the earlier conversation was, and what was counted of it, also where it is told late', async () => {
    const [first, second, other] = [fresh(), fresh(), fresh()]
    const about = { reason: 'back', customer: 'ada@example.com' }
    await report(alone(first, '06', { ...about, verifiedBy: 'customer' }))
    await report(alone(other, '07', { ...about, customer: 'bob@example.com' }))
    expect((await get(first)).state).toBe('contained_verified')
    const figure = async () => {
      const asked = { measures: 'recontacted,contained_low', from: '2026-11-06', to: '2026-11-06', kind: 'back' }
      return here.call(measures.getFigures, asked)
    }
    here.clock.add(3 * 86_400_000)
    await report(alone(second, '08', about))
    expect(await get(first)).toMatchObject({ state: 'recontacted', cameBackAt: '2026-11-08T09:00:00.000Z' })
    expect((await get(other)).cameBackAt).toBeNull()
    expect((await figure()).restated).toContainEqual(expect.objectContaining({ measure: 'contained_low', n: 0, x: -1 }))
    expect(ids(await list({ measure: 'recontacted', hit: true, reason: 'back' }))).toEqual([first])
    // The second turns out to be about something else: the first is what it was.
    await report([event(second, 'updated 08T12', { reason: 'else' })])
    expect(await get(first)).toMatchObject({ state: 'contained_verified', cameBackAt: null })
  })

  test('is counted among conversations whose customer is known: of the others nobody can tell', async () => {
    await report(alone(fresh(), '04', { reason: 'who', customer: 'dan@example.com' }))
    await report(alone(fresh(), '04', { reason: 'who' }))
    const asked = { measures: 'recontacted,answered', from: '2026-11-04', to: '2026-11-04', kind: 'who' }
    const { rows } = await here.call(measures.getFigures, asked)
    expect(Object.fromEntries(rows.map(({ measure, n }) => [measure, n]))).toEqual({ recontacted: 1, answered: 2 })
  })

  test('is kept as a pseudonym only', async () => {
    await report(alone(fresh(), '09', { customer: 'carol@example.com' }))
    const rows = await here.running.db.query<{ customer: string }>('select customer, known::text, c::text as row from conversation c')
    expect(JSON.stringify(rows)).not.toContain('carol')
    expect(JSON.stringify(await here.running.db.query('select events from conversation_event'))).not.toContain('carol')
  })
})

describe('what was said', () => {
  const text = { from: 'customer' as const, text: 'I am Dora Miller, dora@example.com, +49 30 90182044.', names: ['Dora Miller'] }

  test('is kept redacted, and in no other form unless the installation says so', async () => {
    const id = fresh()
    await report([event(id, 'opened 09T09', { text })])
    expect((await get(id)).steps[0]?.said).toEqual({ from: 'customer', text: 'I am [name], [e-mail], [phone].' })
    const [row] = await here.running.db.query('select raw from conversation_text where external_id = $1', [id])
    expect(row).toEqual({ raw: null })
    const dump = await here.running.db.query('select t::text from conversation_text t union all select events from conversation_event')
    expect(JSON.stringify(dump)).not.toMatch(/Dora|dora|90182044/)
  })

  test('is kept raw beside where the setting says so, and even then never given', async () => {
    const keeping = await world({ PILOTAGE_KEEP_RAW_TRANSCRIPTS: 'true' })
    try {
      await furnish(keeping)
      await keeping.call(contract.recordConversationEvents, { events: [event('kept', 'opened 09T09', { text })] })
      expect(await keeping.running.db.query('select raw from conversation_text')).toEqual([{ raw: text.text }])
      expect(JSON.stringify(await keeping.call(contract.getConversation, { id: 'desk:kept' }))).not.toMatch(/Dora|dora/)
    } finally {
      await keeping.end()
    }
  })
})

describe('the list', () => {
  test('gives the records behind a figure, as many as the figure says', async () => {
    const [kept, lost] = [fresh(), fresh()]
    const facts = (slaMet: boolean) => ({ reason: 'promise', facts: { slaMet } })
    await report([event(kept, 'closed 10T09', facts(true)), event(lost, 'closed 10T10', facts(false))])
    const asked = { from: '2026-11-10', to: '2026-11-10', reason: 'promise', measure: 'sla_met' }
    expect(ids(await list(asked))).toEqual([lost, kept])
    expect(ids(await list({ ...asked, hit: true }))).toEqual([kept])
    expect(ids(await list({ ...asked, hit: false }))).toEqual([lost])
    expect(ids(await list({ ...asked, from: '2026-11-11', to: '2026-11-12' }))).toEqual([])
    expect(await refusal(list({ measure: 'suggestions' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(list({ hit: true }))).toMatchObject({ code: 'invalid' })
  })

  test('comes in pages that leave nothing out', async () => {
    const all = Array.from({ length: 7 }, fresh)
    await report(all.map((id) => event(id, 'opened 11T09', { reason: 'pages' })))
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await list({ reason: 'pages', limit: 3, after })
      seen.push(...ids(page))
      after = page.next ?? undefined
    } while (after)
    expect(seen.sort()).toEqual(all.sort())
    expect(await refusal(list({ after: 'nowhere' }))).toMatchObject({ code: 'invalid' })
  })

  test('tells what was known at an earlier time, with its own filters', async () => {
    const id = fresh()
    const about = { reason: 'earlier' }
    await report(alone(id, '12', about).slice(0, 2))
    const then = here.clock.now().toISOString()
    here.clock.add(3_600_000)
    await report(alone(id, '12', about).slice(2))
    const opened = fresh()
    await report([event(opened, 'opened 12T10', about)])
    expect((await get(id)).state).toBe('contained_unconfirmed')
    expect(await get(id, then)).toMatchObject({ state: 'open', endedAt: null, events: 2 })
    expect((await get(id, then)).steps).toHaveLength(2)
    expect(ids(await list({ reason: 'earlier', asOf: then }))).toEqual([id])
    expect(ids(await list({ reason: 'earlier', state: 'contained_unconfirmed', asOf: then }))).toEqual([])
    expect(ids(await list({ reason: 'earlier', measure: 'contained_high' }))).toEqual([id])
    expect(ids(await list({ reason: 'earlier', measure: 'contained_high', asOf: then }))).toEqual([])
    expect(await refusal(get(opened, then))).toMatchObject({ code: 'not_found' })
    const now = here.clock.now().toISOString()
    expect((await list({ asOf: now, limit: 200 })).items).toEqual((await list({ limit: 200 })).items)
  })

  test('tells of what was known earlier page by page as of one look, however few of those that are looked at fit', async () => {
    const all = Array.from({ length: 9 }, fresh)
    for (const [place, id] of all.entries()) await report([event(id, 'opened 14T09', { reason: place % 4 === 0 ? 'rare' : 'frequent' })])
    const asked = { asOf: here.clock.now().toISOString(), limit: 1 }
    for (const reason of ['rare', 'frequent', 'never']) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await list({ ...asked, reason, after })
        seen.push(...ids(page))
        after = page.next ?? undefined
      } while (after)
      expect(seen).toEqual(ids(await list({ reason, limit: 200 })))
      expect(seen).toHaveLength({ rare: 3, frequent: 6, never: 0 }[reason] ?? -1)
    }
  })

  test('shows another team’s key nothing of it, and a key of one AI agent only that one’s', async () => {
    const [id, without] = [fresh(), fresh()]
    await report([...alone(id, '13', { reason: 'foreign' }), event(without, 'opened 13T09', { reason: 'foreign' })])
    const theirs = await here.callWith(['conversations:read'], { teams: ['shipping'] })
    expect(ids(await theirs(contract.listConversations, { limit: 50, reason: 'foreign' }))).toEqual([])
    expect(ids(await theirs(contract.listConversations, { limit: 50, team: 'billing' }))).toEqual([])
    expect(await refusal(theirs(contract.getConversation, { id: `desk:${id}` }))).toMatchObject({ code: 'not_found' })
    const bound = await here.callWith(['conversations:read'], { aiAgent: 'refund-bot' })
    expect(ids(await bound(contract.listConversations, { limit: 50, reason: 'foreign' }))).toEqual([id])
    expect(await refusal(bound(contract.getConversation, { id: `desk:${without}` }))).toMatchObject({ code: 'not_found' })
  })
})
