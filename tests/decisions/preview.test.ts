import { afterAll, beforeAll, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import { ask, furnish, refundStandard, refusal, type World, world } from '../world.ts'

let here: World
const stricter = refundStandard.replace('default: 100', 'default: 50')

beforeAll(async () => {
  here = await world()
  await furnish(here)
  for (const amount of [20, 80, 500, 5000]) await here.call(decisions.decide, ask(amount))
})
afterAll(() => here?.end())

test('a text says which recorded decisions would change, from which tier to which, and why', async () => {
  const seen = await here.call(decisions.preview, { text: stricter, limit: 200 })
  expect(seen).toMatchObject({
    decisionType: 'refund',
    considered: 4,
    unknown: 0,
    was: { autonomous: 2, review: 1, human_only: 1 },
    would: { autonomous: 1, review: 2, human_only: 1 },
    looser: 0,
    stricter: 1,
  })
  expect(seen.changes).toEqual([
    {
      id: expect.any(String),
      team: 'billing',
      at: expect.any(String),
      was: 'autonomous',
      would: 'review',
      because: 'A teammate looks at larger refunds.',
    },
  ])
  const changed = await here.call(decisions.getDecision, { id: seen.changes[0]?.id as string })
  expect(changed.content?.inputs).toEqual({ amount: 80 })
})

test('the text in force changes nothing, and the newest decisions come first', async () => {
  const seen = await here.call(decisions.preview, { text: refundStandard, limit: 2 })
  expect(seen).toMatchObject({ considered: 2, changes: [], was: { autonomous: 0, review: 1, human_only: 1 } })
})

test('nothing is written, and nobody is shown what a decision was about', async () => {
  const before = await here.count('decision')
  const audited = await here.count('audit_entry')
  const seen = await here.call(decisions.preview, { text: stricter, limit: 200 })
  expect(await here.count('decision')).toBe(before)
  expect(await here.count('audit_entry')).toBe(audited)
  expect(JSON.stringify(seen)).not.toContain('conversation:1')
})

test('the values that a team has set count, held at the bounds of the text', async () => {
  await here.call(policy.tune, { team: 'billing', id: 'refund', values: { alone_max: 200 }, rules: [], reason: 'the team is ready' })
  const wider = await here.call(decisions.preview, {
    text: refundStandard.replace('amount <= alone_max', 'amount < alone_max * 3'),
    limit: 200,
  })
  expect(wider).toMatchObject({ looser: 1, stricter: 0 })
  const narrow = await here.call(decisions.preview, { text: refundStandard.replace('max: 200', 'max: 100'), limit: 200 })
  expect(narrow.changes).toEqual([])
  await here.call(policy.untune, { team: 'billing', id: 'refund', reason: 'the test is over' }, { ifMatch: '1' })
})

test('a decision whose content was erased is counted as unknown, never guessed', async () => {
  await here.running.db.query(`update decision set content = null, salt = null where policy_tier = 'human_only'`)
  const seen = await here.call(decisions.preview, { text: stricter, limit: 200 })
  expect(seen).toMatchObject({ considered: 4, unknown: 1, was: { autonomous: 2, review: 1, human_only: 0 } })
})

test('a text with a fault is refused with the place of the fault', async () => {
  const problem = await refusal(here.call(decisions.preview, { text: refundStandard.replace('amount <=', 'amuont <='), limit: 200 }))
  expect(problem).toMatchObject({ code: 'invalid' })
  expect(problem.faults?.[0]).toMatchObject({ line: 9, write: 'amount' })
})

test('it shows the decisions of the teams that the asker may see, and needs the right to read standards', async () => {
  await here.call(identity.createTeam, { id: 'orders', name: 'Orders', timeZone: 'Europe/Berlin', department: null, lead: null })
  const elsewhere = await here.callWith(['decisions:read', 'standards:read'], { teams: ['orders'] })
  expect(await elsewhere(decisions.preview, { text: stricter, limit: 200 })).toMatchObject({ considered: 0, changes: [], oldestAt: null })
  const blind = await here.callWith(['decisions:read'])
  expect((await refusal(blind(decisions.preview, { text: stricter, limit: 200 }))).code).toBe('not_allowed')
})
