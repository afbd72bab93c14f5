import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insideCall } from '#server/inside-call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { ask, furnish, refundStandard, refusal, switchOff, type World, world } from '../world.ts'

let here: World
let deploymentId: string

beforeAll(async () => {
  here = await world()
  deploymentId = (await furnish(here)).deploymentId
})
afterAll(() => here?.end())

describe('deciding', () => {
  test('answers the tier of the standard with its reasons in words, and the row is there before the answer', async () => {
    const small = await here.call(decisions.decide, ask(20))
    expect(small).toMatchObject({
      tier: 'autonomous',
      policyTier: 'autonomous',
      recordOnly: false,
      repeated: false,
      review: null,
      standard: { id: 'refund', version: 1 },
    })
    expect(small.reasons).toEqual([
      { source: 'standard', rule: 'small', tier: 'autonomous', because: 'Refunds up to 100 USD are routine.' },
    ])
    const [row] = await here.running.db.query('select tier, deployment_id from decision where id = $1', [small.id])
    expect(row).toEqual({ tier: 'autonomous', deployment_id: deploymentId })
    const larger = await here.call(decisions.decide, ask(500))
    expect(larger.tier).toBe('review')
    expect(larger.review?.href).toBe(`/api/v1/decisions/${larger.id}/review`)
    expect((await here.call(decisions.decide, ask(5000))).tier).toBe('human_only')
  })

  test('gives people only, recorded, when an input is missing or ill-typed, and says which without repeating its value', async () => {
    const wrong = await here.call(decisions.decide, ask('a lot of money'))
    expect(wrong.tier).toBe('human_only')
    expect(wrong.reasons[0]).toMatchObject({ source: 'input' })
    expect(wrong.reasons[0]?.because).toContain('amount')
    expect(JSON.stringify(wrong.reasons)).not.toContain('a lot of money')
    expect((await here.call(decisions.decide, ask(20, { inputs: {} }))).tier).toBe('human_only')
  })

  test('gives people only for a type that no standard covers, and shows it as uncovered', async () => {
    const unknown = await here.call(decisions.decide, ask(20, { decisionType: 'close-account' }))
    expect(unknown).toMatchObject({ tier: 'human_only', standard: null })
    expect(unknown.reasons[0]?.source).toBe('unclassified')
    const { items } = await here.call(decisions.listDecisions, { limit: 50, uncovered: 'true' })
    expect(items.map((item) => item.decisionType)).toContain('close-account')
  })

  test('takes note of an AI agent that nobody deployed, and gives people only', async () => {
    const answer = await here.call(decisions.decide, ask(20, { aiAgent: 'stranger' }))
    expect(answer.tier).toBe('human_only')
    expect(answer.reasons[0]?.source).toBe('deployment')
    await here.running.tail.runOnce()
    expect((await here.call(registry.getAiAgent, { aiAgent: 'stranger' })).status).toBe('discovered')
  })

  test('refuses a malformed request and records nothing', async () => {
    const before = await here.count('decision')
    expect((await refusal(here.call(decisions.decide, ask(20, { team: undefined }) as never))).status).toBe(400)
    expect((await refusal(here.call(decisions.decide, ask(20, { confidence: 3 })))).faults?.[0]?.path).toBe('confidence')
    expect((await refusal(here.call(decisions.decide, ask(20, { surprise: 1 }) as never))).status).toBe(400)
    expect((await refusal(here.call(decisions.decide, ask(20, { team: 'nobodys-team' })))).status).toBe(404)
    expect(await here.count('decision')).toBe(before)
  })
})

describe('the same call again', () => {
  test('is the same decision, also when many ask at once, and it is on record once', async () => {
    const request = ask(30)
    const answers = await Promise.all(Array.from({ length: 20 }, () => here.call(decisions.decide, request)))
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1)
    const [row] = await here.running.db.query<{ n: number }>('select count(*) as n from decision where call_id = $1', [request.call])
    expect(row?.n).toBe(1)
  })

  test('with other arguments is refused', async () => {
    const request = ask(30)
    const first = await here.call(decisions.decide, request)
    const problem = await refusal(here.call(decisions.decide, { ...request, action: { name: 'refund', arguments: { amount: 31 } } }))
    expect(problem).toMatchObject({ status: 409, decision: first.id })
  })

  test('is the same after the server was started again', async () => {
    const request = ask(31)
    const first = await here.call(decisions.decide, request)
    const node = await here.anotherNode()
    const again = await insideCall(node.app, here.running.operatorKey)(decisions.decide, request)
    expect(again).toMatchObject({ id: first.id, tier: first.tier, repeated: true })
  })

  test('answers the stricter of what was recorded and what holds now', async () => {
    const request = ask(32)
    expect((await here.call(decisions.decide, request)).tier).toBe('autonomous')
    await switchOff(here, true)
    const again = await here.call(decisions.decide, request)
    expect(again).toMatchObject({ tier: 'human_only', repeated: true })
    expect(again.reasons[0]?.because).toContain('a test of the switch')
    await switchOff(here, false)
    expect((await here.call(decisions.decide, request)).tier).toBe('autonomous')
  })
})

describe('a kill switch', () => {
  for (const [scope, target] of [
    ['all', undefined],
    ['ai_agent', 'refund-bot'],
    ['deployment', 'refund-bot~billing~refunds'],
  ] as const)
    test(`over ${scope} holds for the very next decision on every node, and decisions go on being recorded`, async () => {
      const node = await here.anotherNode()
      const there = insideCall(node.app, here.running.operatorKey)
      expect((await there(decisions.decide, ask(20))).tier).toBe('autonomous')
      await switchOff(here, true, { scope, target })
      const stopped = await there(decisions.decide, ask(20))
      expect(stopped).toMatchObject({ tier: 'human_only', policyTier: 'autonomous' })
      expect(stopped.reasons[0]?.source).toBe('switch')
      await switchOff(here, false, { scope, target })
      expect((await there(decisions.decide, ask(20))).tier).toBe('autonomous')
    })

  test('pulled in the middle of a load: no decision recorded after it is autonomous', async () => {
    const node = await here.anotherNode()
    const there = insideCall(node.app, here.running.operatorKey)
    const load = Array.from({ length: 300 }, (_, index) =>
      new Promise((resolve) => setTimeout(resolve, index % 40)).then(() => there(decisions.decide, ask(20))),
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    await switchOff(here, true)
    const [head] = await here.running.db.query<{ seq: number }>('select seq from decision_head')
    await Promise.all(load)
    const later = await here.running.db.query<{ tier: string }>('select distinct tier from decision where seq > $1', [head?.seq])
    expect(later.every((row) => row.tier === 'human_only')).toBe(true)
    await switchOff(here, false)
  })
})

describe('phases', () => {
  async function phase(to: 'shadow' | 'assist' | 'live' | 'paused') {
    const { etag } = await here.call(registry.getDeployment, { deployment: deploymentId })
    await here.call(registry.changePhase, { deployment: deploymentId, phase: to, reason: 'for the test' }, { ifMatch: etag })
  }

  test('assist gives at most review; shadow records only; paused gives people only; the policy tier stays to compare', async () => {
    await here.call(
      limits.setLimit,
      {
        team: 'billing',
        aiAgent: 'refund-bot',
        rateMax: 1,
        depthMax: 1000,
        windowHours: 24,
        onBreach: 'pause_launches',
        reason: 'for the test',
      },
      { ifMatch: '0' },
    )
    await phase('assist')
    expect(await here.call(decisions.decide, ask(20))).toMatchObject({ tier: 'review', policyTier: 'autonomous', recordOnly: false })
    expect((await here.call(decisions.decide, ask(5000))).tier).toBe('human_only')
    await phase('shadow')
    expect(await here.call(decisions.decide, ask(20))).toMatchObject({ tier: 'human_only', policyTier: 'autonomous', recordOnly: true })
    await phase('assist')
    await phase('live')
    await phase('paused')
    expect(await here.call(decisions.decide, ask(20))).toMatchObject({ tier: 'human_only', policyTier: 'autonomous', recordOnly: false })
    await phase('live')
    expect((await here.call(decisions.decide, ask(20))).tier).toBe('autonomous')
  })
})

describe('tuning and new versions', () => {
  test('hold for the very next decision', async () => {
    const tuned = await here.call(policy.tune, {
      team: 'billing',
      id: 'refund',
      values: { alone_max: 10 },
      rules: [],
      reason: 'careful start',
    })
    expect((await here.call(decisions.decide, ask(20))).tier).toBe('review')
    await here.call(policy.untune, { team: 'billing', id: 'refund', reason: 'settled' }, { ifMatch: tuned.etag })
    expect((await here.call(decisions.decide, ask(20))).tier).toBe('autonomous')
    await here
      .call(policy.apply, {
        text: refundStandard.replace('amount <= alone_max', 'amount <= alone_max && amount < 5'),
        reason: 'tighter',
        file: 'x.yaml',
      })
      .catch((error) => expect(error.problem.status).toBe(400))
    const tighter = refundStandard
      .replace('amount <= alone_max', 'amount <= alone_max && amount < 5')
      .replace('amount: 20 }', 'amount: 2 }')
    const applied = await here.call(policy.apply, { text: tighter, reason: 'tighter' })
    expect(await here.call(decisions.decide, ask(20))).toMatchObject({ tier: 'review', standard: { version: applied.version } })
    await here.call(policy.apply, { text: refundStandard, reason: 'as before' })
  })
})

describe('who may ask', () => {
  test('a key of another team is refused, and nothing is recorded', async () => {
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const foreign = await here.callWith(['decisions:write', 'decisions:read'], { teams: ['shipping'] })
    const before = await here.count('decision')
    expect((await refusal(foreign(decisions.decide, ask(20)))).status).toBe(403)
    expect(await here.count('decision')).toBe(before)
    const one = await here.call(decisions.decide, ask(20))
    expect((await refusal(foreign(decisions.getDecision, { id: one.id }))).status).toBe(404)
    expect((await foreign(decisions.listDecisions, { limit: 50 })).items).toEqual([])
    expect((await foreign(decisions.getSummary, { hours: 24 })).decisions).toBe(0)
  })

  test('a key that is bound to one AI agent cannot speak for another', async () => {
    const bound = await here.callWith(['decisions:write'], { aiAgent: 'refund-bot' })
    expect((await bound(decisions.decide, ask(20))).tier).toBe('autonomous')
    expect((await refusal(bound(decisions.decide, ask(20, { aiAgent: 'other-bot' })))).status).toBe(403)
  })

  test('only who may replay can say when it happened', async () => {
    const plain = await here.callWith(['decisions:write'])
    expect((await refusal(plain(decisions.decide, ask(20, { occurredAt: '2024-01-01T00:00:00Z' })))).status).toBe(403)
    const answer = await here.call(decisions.decide, ask(20, { occurredAt: '2024-01-01T00:00:00Z' }))
    expect((await here.call(decisions.getDecision, { id: answer.id })).occurredAt).toBe('2024-01-01T00:00:00.000Z')
  })
})

describe('a batch', () => {
  test('succeeds or fails item by item, in order', async () => {
    const { items } = await here.call(decisions.decideBatch, {
      items: [ask(20), { nonsense: true }, ask(500), ask(20, { team: 'no-team' })],
    })
    expect(items.map((item) => item.decision?.tier ?? item.problem?.status)).toEqual(['autonomous', 400, 'review', 404])
  })

  test('of more than a hundred is refused', async () => {
    expect((await refusal(here.call(decisions.decideBatch, { items: Array.from({ length: 101 }, () => ask(20)) }))).status).toBe(400)
  })
})
