import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Proposal } from '#sdk/index.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { switchOff } from '../world.ts'
import { answered, type BundleWorld, bundleIn, bundleWorldFor, minutes, whyOf } from './bundle-world.ts'
import { counted, refund } from './sdk-world.ts'

let here: BundleWorld
bundleWorldFor((made) => {
  here = made
})

async function recorded({ team, aiAgent, run, call }: Proposal) {
  const { id } = await here.call(decisions.findDecision, { team, aiAgent, run, call })
  return here.call(decisions.getDecision, { id })
}

describe('while Pilotage is away', () => {
  test('the last known rules answer, never autonomous; it waits for a teammate and runs once Pilotage is back', async () => {
    const { pilotage, spoolDir } = await here.cutOff()
    const proposal = refund(20)
    const decision = await pilotage.decide(proposal)
    expect(decision).toMatchObject({ id: null, tier: 'review', isOffline: true, standard: { id: 'refund' }, recordedAt: null })
    expect(decision.bundle).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{64}$/), ageSeconds: expect.any(Number) })
    expect(whyOf(decision)).toContain('Refunds up to 100 USD are routine.')
    expect(whyOf(decision)).toContain('nothing runs before Pilotage is back')
    const action = counted()
    expect(await pilotage.execute(decision, action.run)).toMatchObject({ ran: false, reason: 'waiting' })
    expect(await pilotage.waitForReview(decision, { timeoutSeconds: 0 })).toMatchObject({ state: 'waiting', decision: null })

    here.gate.open()
    expect(await pilotage.decide(proposal)).toEqual({ ...decision, repeated: true })
    const before = await here.count('decision')
    await Promise.all([pilotage.deliver(), pilotage.deliver()])
    expect(await pilotage.deliver()).toBe(0)
    expect(await here.count('decision')).toBe(before + 1)
    const found = await recorded(proposal)
    expect(found).toMatchObject({ tier: 'review', policyTier: 'autonomous', outcome: null })
    expect(found.content?.localAnswer).toMatchObject({ tier: 'review', bundle: { id: decision.bundle?.id }, reasons: decision.reasons })
    expect(whyOf(found)).toMatch(/the AI agent was told “with review”, by rules that were \d seconds? old/)
    expect(whyOf(found)).not.toContain('Look at this case')
    await here.running.tail.runOnce()
    expect(await here.call(exceptions.getException, { id: found.id })).toMatchObject({ origin: 'review' })

    await here.answer(found.id, 'approved')
    const review = await pilotage.waitForReview(decision)
    expect(review).toMatchObject({ state: 'approved', decision: found.id })
    expect(await pilotage.execute(review, action.run)).toMatchObject({ ran: true })
    expect(await pilotage.execute(decision, action.run)).toMatchObject({ ran: false, reason: 'already_executed' })
    expect(action.seen).toHaveLength(1)
    expect(readdirSync(spoolDir).filter((name) => !name.startsWith('bundle-'))).toEqual([])
  })

  test('what its rules leave to people is theirs: on record as told, with the outcome that it was not executed', async () => {
    const { pilotage } = await here.cutOff()
    const proposal = refund(5000)
    const decision = await pilotage.decide(proposal)
    expect(decision).toMatchObject({ tier: 'human_only', isOffline: true })
    expect(decision.reasons[0]).toMatchObject({ source: 'standard', rule: 'very-large' })
    here.gate.open()
    await pilotage.deliver()
    expect(await recorded(proposal)).toMatchObject({ tier: 'human_only', outcome: { result: 'not_executed' } })
  })

  test('no answer is looser than the one that Pilotage itself gives by these rules', async () => {
    const amounts = [0, 1, 99.99, 100, 100.01, 250, 1000, 1000.01, 1e6, -5, 0.001, 'much', null]
    const { pilotage } = await here.cutOff()
    const away = await Promise.all(amounts.map((amount) => pilotage.decide(refund(amount as number))))
    here.gate.open()
    const rank = { human_only: 0, review: 1, autonomous: 2 }
    for (const [index, amount] of amounts.entries()) {
      const online = await here.client().decide(refund(amount as number))
      expect(rank[away[index]?.tier ?? 'autonomous'], String(amount)).toBe(Math.min(rank[online.tier], rank.review))
    }
    expect(new Set(away.map(({ tier }) => tier)).size).toBe(2)
  })
})

describe('rules that changed meanwhile', () => {
  test('to stricter ones: people have it, and the record says that the AI agent was told otherwise', async () => {
    const { pilotage } = await here.cutOff()
    const proposal = refund(40)
    const decision = await pilotage.decide(proposal)
    await here.inForce(answered.replace('amount > 1000', 'amount > 30'))
    here.gate.open()
    expect(await pilotage.deliver()).toBe(0)
    const found = await recorded(proposal)
    expect(found).toMatchObject({ tier: 'human_only', policyTier: 'human_only' })
    expect(whyOf(found)).toContain('Look at this case: the AI agent was told “with review”')
    await here.running.tail.runOnce()
    expect(await here.call(exceptions.getException, { id: found.id })).toMatchObject({ origin: 'human_only' })
    expect(await pilotage.waitForReview(decision)).toMatchObject({ state: 'people_only' })
    expect(await pilotage.execute(decision, () => {})).toMatchObject({ ran: false, reason: 'people_only' })
  })

  test('to looser ones: what was told holds, and nothing becomes autonomous by that', async () => {
    const { pilotage } = await here.cutOff()
    const [forPeople, forReview] = [refund(5000), refund(500)]
    await pilotage.decide(forPeople)
    await pilotage.decide(forReview)
    await here.inForce(answered.replace('amount > 1000', 'amount > 100000').replace('{ tier: review,', '{ tier: autonomous,'))
    here.gate.open()
    await pilotage.deliver()
    expect(await recorded(forPeople)).toMatchObject({ tier: 'human_only', policyTier: 'autonomous' })
    expect(await recorded(forReview)).toMatchObject({ tier: 'review', policyTier: 'autonomous' })
    expect(await pilotage.decide(forReview)).toMatchObject({ tier: 'review', repeated: true })
  })

  test('by a kill switch: what was told before it is stopped, and rules fetched after it are people only', async () => {
    const { pilotage, spoolDir } = await here.cutOff()
    const proposal = refund(20)
    expect((await pilotage.decide(proposal)).tier).toBe('review')
    await switchOff(here, true)
    here.gate.open()
    await pilotage.deliver()
    const found = await recorded(proposal)
    expect(found.tier).toBe('human_only')
    expect(found.reasons.map(({ source }) => source)).toContain('switch')
    await pilotage.refresh()
    here.gate.shut()
    const later = await pilotage.decide(refund(20))
    expect(later).toMatchObject({ tier: 'human_only', reasons: [{ source: 'switch' }, {}, {}] })
    expect(readFileSync(bundleIn(spoolDir), 'utf8')).not.toContain('Ada')
    await switchOff(here, false)
  })

  test('by a phase: what is in shadow is left to people, and so is what nobody said the process of', async () => {
    const made = await here.call(registry.createDeployment, {
      aiAgentId: 'refund-bot',
      teamId: 'billing',
      process: 'returns',
      phase: 'shadow',
    })
    const { pilotage } = await here.cutOff()
    const tierIn = async (process?: string) => (await pilotage.decide(refund(20, { process }))).tier
    expect([await tierIn('refunds'), await tierIn('returns'), await tierIn('other'), await tierIn()]).toEqual([
      'review',
      'human_only',
      'human_only',
      'human_only',
    ])
    const retired = { deployment: made.id, phase: 'retired' as const, reason: 'for the test' }
    await here.call(registry.changePhase, retired, { ifMatch: String(made.etag) })
  })
})

describe('two clients on one directory', () => {
  test('tell each call once and the same, whoever was asked, and either brings fresh rules for both', async () => {
    const { pilotage, spoolDir } = await here.cutOff()
    const other = here.client({ spoolDir, now: here.time.now })
    const proposals = Array.from({ length: 20 }, () => refund(20))
    const told = await Promise.all(proposals.flatMap((proposal) => [pilotage.decide(proposal), other.decide(proposal)]))
    expect(new Set(told.map(({ tier }) => tier))).toEqual(new Set(['review']))
    const before = await here.count('decision')
    here.gate.open()
    await Promise.all([pilotage.deliver(), other.deliver(), pilotage.refresh(), other.refresh()])
    await Promise.all([pilotage.deliver(), other.deliver()])
    expect(await here.count('decision')).toBe(before + proposals.length)
    expect(readdirSync(spoolDir).filter((name) => !name.startsWith('bundle-'))).toEqual([])
    here.time.add(minutes(9))
    await other.refresh()
    here.time.add(minutes(9))
    here.gate.shut()
    const late = await pilotage.decide(refund(20))
    expect(late).toMatchObject({ tier: 'review', bundle: { ageSeconds: 540 } })
  })
})
