import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { letterOf, send } from '../contract/door.ts'
import { seat } from '../contract/furnished.ts'
import { waiting } from '../queue-world.ts'
import { furnish, refusal, type World, world } from '../world.ts'

let here: World
beforeEach(async () => {
  here = await world()
  await furnish(here)
})
afterEach(() => here.end())

const named = { id: 'rate-limits', team: 'billing', title: 'The payment tool is slow', nextStep: 'Vendor mends it by Friday' }
const openCause = (more: object = {}) =>
  here.call(exceptions.openCause, { ...named, matches: { decisionType: 'refund' }, ...(more as { id: string }) })
const detail = (id: string) => here.call(exceptions.getException, { id })
const byHand = (title: string, more: object = {}) =>
  here.call(exceptions.openException, { team: 'billing', origin: 'by_hand', subject: 'case', title, ...(more as { note?: string }) })
const order = async () => (await here.call(exceptions.indexExceptions, { team: 'billing' })).ids

describe('a known cause', () => {
  test('gathers what waits and what comes, ranks it anew with its points, and lets it go when it is closed', async () => {
    const first = await byHand('Address change')
    const { id } = await waiting(here)
    const before = await detail(id)
    expect(before.cause).toBeNull()
    expect(await openCause()).toMatchObject({ id: 'rate-limits', openItems: 1, closedAt: null })
    const after = await detail(id)
    expect(after.cause).toEqual({ id: 'rate-limits', title: named.title, nextStep: named.nextStep })
    const points = (item: typeof after) => item.priority.parts.find((part) => part.part === 'known_cause')?.points
    expect([points(before), points(after)]).toEqual([0, 5])
    const later = await waiting(here)
    expect((await detail(later.id)).cause).toMatchObject({ id: 'rate-limits' })
    expect((await detail(first.id)).cause).toBeNull()
    expect(await here.call(exceptions.listCauses, { limit: 50 })).toMatchObject({
      items: [{ id: 'rate-limits', openItems: 2 }],
      next: null,
    })
    expect(await here.call(exceptions.closeCause, { id: 'rate-limits', what: 'The vendor mended it' })).toMatchObject({ openItems: 0 })
    expect(await detail(id)).toMatchObject({ cause: null })
    expect(points(await detail(id))).toBe(0)
    expect((await here.call(exceptions.listCauses, { limit: 50 })).items).toEqual([])
    expect((await here.call(exceptions.listCauses, { limit: 50, closed: 'true' })).items).toMatchObject([{ id: 'rate-limits' }])
  })

  test('changes the order of the queue by its points alone and gives the old order back', async () => {
    const first = await byHand('Parcel lost in Hamburg')
    here.clock.add(60_000)
    const second = await byHand('Login page is down')
    expect(await order()).toEqual([first.id, second.id])
    await openCause({ matches: { words: ['login', 'down'] } })
    expect(await order()).toEqual([second.id, first.id])
    await here.call(exceptions.closeCause, { id: 'rate-limits', what: 'done' })
    expect(await order()).toEqual([first.id, second.id])
  })

  test('asks for everything that it names, and for half of its words', async () => {
    await openCause({ id: 'login', matches: { words: ['login', 'password'] } })
    await openCause({ id: 'login-bot', matches: { words: ['login'], aiAgent: 'refund-bot' } })
    await openCause({ id: 'by-rule', team: null, matches: { rule: 'very-large' } })
    expect((await detail((await byHand('Login fails')).id)).cause).toMatchObject({ id: 'login' })
    expect((await detail((await byHand('LOGIN fails', { aiAgent: 'refund-bot' })).id)).cause).toMatchObject({ id: 'login-bot' })
    expect((await detail((await byHand('Refund is late')).id)).cause).toBeNull()
    expect((await detail((await waiting(here, 5000)).id)).cause).toMatchObject({ id: 'by-rule' })
    expect((await detail((await waiting(here, 500)).id)).cause).toBeNull()
  })

  test('found by the rule that sent an item here also gathers what waits already', async () => {
    const large = await waiting(here, 5000)
    const small = await waiting(here, 500)
    expect(await openCause({ matches: { rule: 'very-large' } })).toMatchObject({ openItems: 1 })
    expect((await detail(large.id)).cause).toMatchObject({ id: 'rate-limits' })
    expect((await detail(small.id)).cause).toBeNull()
  })

  test('must say what belongs to it, is named once and closed once', async () => {
    expect(await refusal(openCause({ matches: {} }))).toMatchObject({ status: 400 })
    for (const half of ['x\udc00y', 'a\0b'])
      expect(await refusal(openCause({ matches: { rule: half } }))).toMatchObject({
        status: 400,
        next: expect.stringMatching(/broken Unicode/),
      })
    await openCause()
    expect(await refusal(openCause())).toMatchObject({ status: 409 })
    await here.call(exceptions.closeCause, { id: 'rate-limits', what: 'done' })
    expect(await refusal(here.call(exceptions.closeCause, { id: 'rate-limits', what: 'done' }))).toMatchObject({ status: 409 })
  })

  test('of a team is in the hands of that team, and of all only in those of the whole organisation', async () => {
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    await openCause()
    const { headers } = await seat(here, 'sue', { role: 'team_lead', team: 'shipping' })
    const post = async (route: Parameters<typeof letterOf>[0], input: object) =>
      (await send(here.running.app, letterOf(route, input as Record<string, unknown>, headers))).status
    expect(await post(exceptions.openCause, { ...named, id: 'mine', matches: { words: ['a'] } })).toBe(403)
    expect(await post(exceptions.openCause, { ...named, id: 'mine', team: null, matches: { words: ['a'] } })).toBe(403)
    expect(await post(exceptions.openCause, { ...named, id: 'mine', team: 'shipping', matches: { words: ['a'] } })).toBe(201)
    expect(await post(exceptions.closeCause, { id: 'rate-limits', what: 'x' })).toBe(404)
    const listed = await send(here.running.app, letterOf(exceptions.listCauses, {}, headers))
    expect(JSON.parse(listed.text).items.map((each: { id: string }) => each.id)).toEqual(['mine'])
  })
})

describe('saved views', () => {
  test('are one’s own or a team’s; a name is used once, the newest default is the default, and nobody sees another’s', async () => {
    const [ann, bob] = [
      await seat(here, 'ann', { role: 'teammate', team: 'billing' }),
      await seat(here, 'bob', { role: 'teammate', team: 'billing' }),
    ]
    const as = (who: typeof ann) => async (route: Parameters<typeof letterOf>[0], input: object) => {
      const { status, text } = await send(here.running.app, letterOf(route, input as Record<string, unknown>, who.headers))
      return { status, body: text ? JSON.parse(text) : null }
    }
    const view = { screen: 'review', name: 'Overdue refunds', team: null, query: 'overdue=true', isDefault: true }
    const first = await as(ann)(exceptions.saveView, view)
    expect(first).toMatchObject({ status: 201, body: { name: 'Overdue refunds', team: null, isDefault: true } })
    const again = await as(ann)(exceptions.saveView, { ...view, query: 'overdue=true&sort=age', isDefault: false })
    expect(again.body.id).toBe(first.body.id)
    await as(ann)(exceptions.saveView, { ...view, name: 'One' })
    await as(ann)(exceptions.saveView, { ...view, name: 'Two' })
    const shared = await as(ann)(exceptions.saveView, { ...view, name: 'Ours', team: 'billing' })
    const list = async (who: typeof ann) => (await as(who)(exceptions.listViews, { screen: 'review' })).body.items
    expect(
      (await list(ann)).filter((each: { isDefault: boolean; team: string | null }) => each.isDefault && each.team === null),
    ).toMatchObject([{ name: 'Two' }])
    expect(await list(bob)).toMatchObject([{ name: 'Ours', team: 'billing' }])
    expect((await as(bob)(exceptions.dropView, { id: first.body.id })).status).toBe(404)
    expect((await as(bob)(exceptions.dropView, { id: shared.body.id })).status).toBe(200)
    expect((await list(ann)).map((each: { name: string }) => each.name)).toEqual(['One', 'Overdue refunds', 'Two'])
    expect((await as(ann)(exceptions.saveView, { ...view, team: 'elsewhere' })).status).toBe(403)
  })

  test('of a key are none: only people have their own', async () => {
    const key = await here.callWith(['exceptions:read', 'exceptions:work'])
    const save = key(exceptions.saveView, { screen: 'review', name: 'x', team: null, query: '', isDefault: false })
    expect(await refusal(save)).toMatchObject({ status: 403 })
    expect(await key(exceptions.listViews, { screen: 'review' })).toEqual({ items: [] })
  })
})
