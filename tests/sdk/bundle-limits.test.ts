import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCaller } from '#sdk/call.ts'
import type { Pilotage } from '#sdk/index.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import { refundStandard, refusal } from '../world.ts'
import { answered, type BundleWorld, bundleIn, bundleWorldFor, minutes, whyOf } from './bundle-world.ts'
import { refund } from './sdk-world.ts'

let here: BundleWorld
bundleWorldFor((made) => {
  here = made
})

describe('people only, with the reason', () => {
  const why = async (pilotage: Pilotage, proposal = refund(20)) => {
    const { tier, reasons, isOffline } = await pilotage.decide(proposal)
    expect([tier, isOffline]).toEqual(['human_only', true])
    return whyOf({ reasons })
  }

  test('once the rules are too old, by the clock of this machine', async () => {
    const { pilotage } = await here.cutOff()
    here.time.add(minutes(10))
    expect((await pilotage.decide(refund(20))).tier).toBe('review')
    here.time.add(1)
    expect(await why(pilotage)).toContain('the rules at hand are 600 seconds old; 600 seconds are allowed')
    here.gate.open()
    await pilotage.refresh()
    here.gate.shut()
    expect((await pilotage.decide(refund(20))).tier).toBe('review')
  })

  test('for kinds of decisions that are not answered without Pilotage, which is what a standard says when it says nothing', async () => {
    await here.inForce(refundStandard)
    const { pilotage, spoolDir } = await here.cutOff()
    expect(existsSync(bundleIn(spoolDir))).toBe(false)
    expect(await why(pilotage)).toContain('no rules for this AI agent and team are at hand')
    await here.inForce(answered)
    here.gate.open()
    await pilotage.refresh()
    here.gate.shut()
    expect(await why(pilotage, refund(20, { decisionType: 'unheard.of' }))).toContain('decisions of this kind are not answered without it')
    expect(await why(pilotage, refund(20, { team: 'other' }))).toContain('no rules for this AI agent and team')
  })

  test('without a directory, because nobody would have it on record', async () => {
    const pilotage = here.client({ now: here.time.now })
    await pilotage.decide(refund(20))
    await pilotage.refresh()
    here.gate.shut()
    expect(await why(pilotage)).toBe('Pilotage could not be reached, so a person decides.')
  })

  test('when somebody changed the rules on disk, made them younger, tore them, or put there those of another key', async () => {
    const { pilotage, spoolDir } = await here.cutOff()
    const file = bundleIn(spoolDir)
    const text = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const changes = [
      text.replace('amount > 1000', 'amount > 9999'),
      text.replace(/"confirmedAt":\d+/, `"confirmedAt":${here.time.now() + 1}`),
      text.slice(0, 500),
      '',
    ]
    for (const changed of changes) {
      expect(changed).not.toBe(text)
      writeFileSync(file, changed)
      expect(await why(pilotage)).toContain('were changed, or belong to another key')
    }
    writeFileSync(file, text)
    expect((await pilotage.decide(refund(20))).tier).toBe('review')
    const stranger = here.client({ spoolDir, now: here.time.now, apiKey: 'another key' })
    expect(await why(stranger)).toContain('were changed, or belong to another key')
  })

  test('when the clock went back, in this process and in the next one', async () => {
    const { pilotage, spoolDir } = await here.cutOff()
    here.time.add(minutes(5))
    expect((await pilotage.decide(refund(20))).tier).toBe('review')
    here.time.add(-minutes(2))
    expect(await why(pilotage)).toContain('the clock went back')
    expect(await why(here.client({ spoolDir, now: here.time.now }))).toContain('the clock went back')
    here.gate.open()
    await pilotage.refresh()
    here.gate.shut()
    expect((await pilotage.decide(refund(20))).tier).toBe('review')
  })

  test('once the key was revoked: the rules are gone from the disk with the next look', async () => {
    const scopes = ['decisions:write', 'decisions:read', 'executions:write', 'outcomes:write'] as const
    const input = { name: 'short-lived', scopes: [...scopes], teams: ['billing'], aiAgent: 'refund-bot', expiresInDays: null }
    const { token, key } = await here.call(identity.createKey, input)
    const { pilotage, spoolDir } = await here.cutOff({ apiKey: token as string })
    expect(existsSync(bundleIn(spoolDir))).toBe(true)
    here.gate.open()
    await here.call(identity.revokeKey, { key: key.id })
    // Every node hears of it within a moment.
    while (existsSync(bundleIn(spoolDir))) await pilotage.refresh()
    here.gate.shut()
    expect(await why(pilotage)).toContain('no rules for this AI agent and team are at hand')
  })
})

describe('the bundle', () => {
  const scopes = ['decisions:write']
  const asked = { team: 'billing', aiAgent: 'refund-bot', types: 'refund,unheard.of' }

  test('holds what this AI agent needs in this team and nothing else', async () => {
    const call = await here.callWith(scopes, { teams: ['billing'], aiAgent: 'refund-bot' })
    const bundle = await call(policy.getBundle, asked)
    expect(bundle.rules).toMatchObject({ team: 'billing', aiAgent: 'refund-bot', timeZone: 'Europe/Berlin' })
    expect(bundle.rules.standards.map(({ id }) => id)).toEqual(['refund'])
    expect(bundle.rules.standards[0]?.standard).toMatchObject({ examples: [], bundle_seconds_max: 600 })
    expect(bundle.rules.places.map(({ process }) => process)).toEqual([null, 'refunds'])
    expect(bundle.rules.elsewhere.standing).toEqual({ kind: 'unknown' })
  })

  test('is refused to keys of other teams and other AI agents, and to those that may not ask for decisions', async () => {
    await here.call(identity.createTeam, { id: 'elsewhere', name: 'Elsewhere', timeZone: 'Europe/Berlin', department: null, lead: null })
    const other = await here.callWith(scopes, { teams: ['elsewhere'] })
    const another = await here.callWith(scopes, { teams: ['billing'], aiAgent: 'another-bot' })
    const reader = await here.callWith(['decisions:read', 'standards:read'], { teams: ['billing'] })
    for (const call of [other, another, reader]) expect(await refusal(call(policy.getBundle, asked))).toMatchObject({ status: 403 })
    expect(await refusal(here.call(policy.getBundle, { ...asked, team: 'nowhere' }))).toMatchObject({ status: 404 })
  })

  test('is not sent again while nothing in it moved, and holds as of then', async () => {
    const overHttp = createCaller({ baseUrl: here.url, headers: { authorization: `Bearer ${here.key}` } })
    const first = await overHttp(policy.getBundle, asked)
    expect(await refusal(overHttp(policy.getBundle, asked, { ifNoneMatch: first.etag }))).toMatchObject({ status: 304 })
    await here.call(policy.tune, { team: 'billing', id: 'refund', values: { alone_max: 50 }, rules: [], reason: 'for the test' })
    const second = await here.call(policy.getBundle, asked, { ifNoneMatch: first.etag })
    expect(second.etag).not.toBe(first.etag)
    expect(second.rules.standards[0]?.tuning).toMatchObject({ values: { alone_max: 50 } })
    await here.call(policy.untune, { team: 'billing', id: 'refund', reason: 'for the test' }, { ifMatch: '1' })
    expect((await here.call(policy.getBundle, asked)).etag).toBe(first.etag)
  })

  test('a standard that allows more than a day, or no whole seconds, is refused with a sentence', async () => {
    const faults = async (value: string) =>
      (await here.call(policy.checkStandard, { text: answered.replace('600', value) })).faults.map(({ message }) => message)
    expect(await faults('86400')).toEqual([])
    expect(await faults('86401')).toEqual(['“bundle_seconds_max” must be at most 86400.'])
    expect(await faults('0')).toEqual(['“bundle_seconds_max” must be at least 1.'])
    expect(await faults('1.5')).toEqual(['“bundle_seconds_max” must be a whole number, got a number.'])
  })
})
