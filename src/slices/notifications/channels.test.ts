import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as identity from '#slices/identity/contract.ts'
import { newChannel } from '../../../tests/outside/channels.ts'
import { furnish, refusal, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
})
afterAll(() => here?.end())

const slack = { kind: 'slack' as const, url: 'https://hooks.slack.example/services/T0/B0/very-secret' }
const mail = {
  kind: 'smtp' as const,
  host: 'mail.example.com',
  port: 587,
  security: 'starttls' as const,
  from: 'pilotage@example.com',
  username: 'pilotage',
  password: 'mail-secret',
}

describe('a channel', () => {
  test('shows where it leads and never what gets us in', async () => {
    const made = await here.call(contract.createChannel, newChannel({ teamId: 'billing', name: 'Billing on Slack', target: slack }))
    expect(made).toMatchObject({ kind: 'slack', settings: { host: 'hooks.slack.example' }, hasSecret: true, secret: null })
    const seen = [made, await here.call(contract.getChannel, { channel: made.id }), await here.call(contract.listChannels, { limit: 50 })]
    expect(JSON.stringify(seen)).not.toContain('very-secret')
    const rows = await here.running.db.query('select detail, entry from audit_entry')
    expect(JSON.stringify(rows)).not.toContain('very-secret')
  })

  test('leaves nothing of an address in the audit log but its server: the rest may be a key', async () => {
    const target = { kind: 'webhook' as const, url: 'https://example.com/flow/path-key?sig=query-key' }
    const made = await here.call(contract.createChannel, newChannel({ name: 'Flow', target }))
    const [row] = await here.running.db.query<{ detail: unknown; entry: unknown }>(
      'select detail, entry from audit_entry where subject = $1',
      [`channel:${made.id}`],
    )
    expect(JSON.stringify(row)).toContain('https://example.com')
    expect(JSON.stringify(row)).not.toMatch(/path-key|query-key/)
  })

  test('of a signed webhook shows its secret once, also when the request is sent again', async () => {
    const input = { name: 'Hook', target: { kind: 'webhook' as const, url: 'https://example.com/hook' } }
    const once = { idempotencyKey: 'hook-once' }
    const made = await here.call(contract.createChannel, newChannel(input), once)
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const again = await here.call(contract.createChannel, newChannel(input), once)
    expect([again.id, again.secret]).toEqual([made.id, null])
    const stored = await here.running.db.query('select answer from idempotency_key')
    expect(JSON.stringify(stored)).not.toContain(made.secret as string)
  })

  test('for e-mail is there once, and for the whole organisation', async () => {
    const ofTeam = await refusal(here.call(contract.createChannel, newChannel({ teamId: 'billing', name: 'Mail', target: mail })))
    expect(ofTeam).toMatchObject({ code: 'invalid' })
    const made = await here.call(contract.createChannel, newChannel({ name: 'Mail', target: mail }))
    expect(made.settings).toMatchObject({ kind: 'smtp', port: 587, security: 'starttls' })
    expect(await refusal(here.call(contract.createChannel, newChannel({ name: 'More mail', target: mail })))).toMatchObject({
      code: 'conflict',
    })
  })

  test('keeps its password while the server stays, and forgets it when the server is another', async () => {
    const { items } = await here.call(contract.listChannels, { kind: 'smtp', limit: 50 })
    const [before] = items
    const { password: _password, ...bare } = mail
    const renamed = await here.call(
      contract.changeChannel,
      { channel: before?.id as string, target: { ...bare, from: 'desk@example.com' } },
      { ifMatch: before?.etag },
    )
    expect(renamed).toMatchObject({ hasSecret: true, settings: { from: 'desk@example.com' } })
    const moved = await here.call(
      contract.changeChannel,
      { channel: renamed.id, target: { ...bare, host: 'mail.attacker.example' } },
      { ifMatch: renamed.etag },
    )
    expect(moved.hasSecret).toBe(false)
  })

  test('is not changed from a state that is not now, and not to another kind', async () => {
    const made = await here.call(contract.createChannel, newChannel({ teamId: 'billing', name: 'Other', target: slack }))
    await here.call(contract.changeChannel, { channel: made.id, name: 'Renamed' }, { ifMatch: made.etag })
    const late = await refusal(here.call(contract.changeChannel, { channel: made.id, name: 'Late' }, { ifMatch: made.etag }))
    expect(late).toMatchObject({ code: 'stale' })
    const kind = { channel: made.id, target: { kind: 'webhook' as const, url: 'https://example.com' } }
    expect(await refusal(here.call(contract.changeChannel, kind, { ifMatch: '2' }))).toMatchObject({ code: 'invalid' })
    expect((await here.call(contract.getChannel, { channel: made.id })).name).toBe('Renamed')
  })

  test('takes events only as a webhook', async () => {
    const input = { teamId: 'billing', name: 'x', target: slack, events: ['limit.breached' as const] }
    expect(await refusal(here.call(contract.createChannel, newChannel(input)))).toMatchObject({ code: 'invalid' })
  })

  test('is tested by mail to people who have access only', async () => {
    const { items } = await here.call(contract.listChannels, { kind: 'smtp', limit: 50 })
    const channel = items[0]?.id as string
    expect(await refusal(here.call(contract.testChannel, { channel, to: 'stranger@example.com' }))).toMatchObject({ code: 'invalid' })
    expect(await here.call(contract.testChannel, { channel, to: 'ada@example.com' })).toMatchObject({ kind: 'test', state: 'waiting' })
  })
})

describe('who works in one team', () => {
  test('sees and changes nothing of another team, and nothing of the whole organisation', async () => {
    const call = await here.callWith(['channels:read', 'channels:write'], { teams: ['shipping'] })
    const theirs = await here.call(contract.createChannel, newChannel({ teamId: 'billing', name: 'Theirs', target: slack }))
    const all = await here.call(contract.createChannel, newChannel({ name: 'Everybody', target: slack }))
    const { items } = await call(contract.listChannels, { limit: 200 })
    expect(items.map(({ teamId }) => teamId)).not.toContain('billing')
    expect(items.map(({ name }) => name)).toContain('Everybody')
    expect(await refusal(call(contract.getChannel, { channel: theirs.id }))).toMatchObject({ code: 'not_found' })
    for (const { id, etag } of [theirs, all])
      expect(await refusal(call(contract.changeChannel, { channel: id, name: 'Mine' }, { ifMatch: etag }))).toMatchObject({
        code: 'not_allowed',
      })
    expect(await refusal(call(contract.createChannel, newChannel({ name: 'Mine', target: slack })))).toMatchObject({ code: 'not_allowed' })
    const delivery = await here.call(contract.testChannel, { channel: theirs.id })
    expect(await refusal(call(contract.getDelivery, { delivery: delivery.id }))).toMatchObject({ code: 'not_found' })
    expect((await call(contract.listDeliveries, { limit: 50 })).items).toEqual([])
  })

  test('with a key of one AI agent makes webhooks for that one only', async () => {
    const call = await here.callWith(['channels:read', 'channels:write'], { teams: ['billing'], aiAgent: 'refund-bot' })
    const input = { teamId: 'billing', name: 'Bot', target: { kind: 'webhook' as const, url: 'https://example.com/bot' } }
    expect(await refusal(call(contract.createChannel, newChannel(input)))).toMatchObject({ code: 'not_allowed' })
    const made = await call(contract.createChannel, newChannel({ ...input, aiAgentId: 'refund-bot' }))
    expect((await call(contract.listChannels, { limit: 50 })).items.map(({ id }) => id)).toEqual([made.id])
  })
})
