import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insideCall } from '#server/inside-call.ts'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { verifyExport } from '../../src/cli/ledger-verify.ts'
import { ask, furnish, refusal, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

async function exported(): Promise<string> {
  const { fastify } = here.running.app
  const response = await fastify.inject({ url: audit.exportLedger.path, headers: { authorization: `Bearer ${here.running.operatorKey}` } })
  expect(response.statusCode).toBe(200)
  return response.body
}

async function verdictOf(text: string) {
  const findings: string[] = []
  const { verifierKey } = await here.call(audit.getCheckpoint, {})
  const verdict = await verifyExport(
    (async function* () {
      yield text
    })(),
    verifierKey,
    (finding) => findings.push(finding.text),
  )
  return { ...verdict, words: findings }
}

describe('the ledger', () => {
  test('holds every decision and every audit entry, and an export of it verifies with the public key alone', async () => {
    for (let index = 0; index < 30; index++) await here.call(decisions.decide, ask(index))
    await here.running.tail.runOnce()
    const { size } = await here.call(audit.getCheckpoint, {})
    expect(size).toBe((await here.count('decision')) + (await here.count('audit_entry')))
    const verdict = await verdictOf(await exported())
    expect(verdict).toMatchObject({ ok: true, leaves: size })
  })

  test('proves one decision, and says waiting until it is in the tree', async () => {
    const { id } = await here.call(decisions.decide, ask(20))
    const { seq } = await here.call(decisions.getDecision, { id })
    await here.running.tail.runOnce()
    const proof = await here.call(audit.getProof, { source: 'decisions', seq })
    expect(proof).toMatchObject({ state: 'in_tree' })
    expect(proof.entry).toContain(id)
    expect((await here.call(audit.getProof, { source: 'decisions', seq: seq + 1 })).state).toBe('waiting')
    expect((await refusal(here.call(audit.getProof, { source: 'nothing', seq: 1 }))).status).toBe(404)
  })

  test('is found out when a row was changed behind its back', async () => {
    await here.running.tail.runOnce()
    const text = await exported()
    const changed = text
      .replace('\\"tier\\":\\"autonomous\\"', '\\"tier\\":\\"human_only\\"')
      .replace('"tier":"autonomous"', '"tier":"human_only"')
    expect(changed).not.toBe(text)
    const verdict = await verdictOf(changed)
    expect(verdict.ok).toBe(false)
    expect(verdict.words.length).toBeGreaterThan(0)
  })

  test('grows to the same tree when two nodes follow the facts at once', async () => {
    const node = await here.anotherNode()
    const there = insideCall(node.app, here.running.operatorKey)
    await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 ? here.call : there)(decisions.decide, ask(index))))
    await Promise.all([here.running.tail.runOnce(), node.tail.runOnce()])
    await here.running.tail.runOnce()
    const { size } = await here.call(audit.getCheckpoint, {})
    expect(size).toBe((await here.count('decision')) + (await here.count('audit_entry')))
    expect((await verdictOf(await exported())).ok).toBe(true)
  })
})

describe('counts for pages', () => {
  test('hold a decision as soon as it is answered', async () => {
    const before = await here.call(decisions.getSummary, { hours: 24 })
    for (let index = 0; index < 5; index++) await here.call(decisions.decide, ask(index))
    const after = await here.call(decisions.getSummary, { hours: 24 })
    expect(after.decisions).toBe(before.decisions + 5)
  })

  test('equal the decisions themselves, and making them anew changes nothing', async () => {
    const { rebuildRollups } = await import('#slices/decisions/index.ts')
    await here.running.tail.runOnce()
    const all =
      'select * from decision_rollup order by team_id, ai_agent_id, decision_type, hour, policy_tier, tier, is_covered, record_only'
    const before = await here.running.db.query(all)
    const summary = await here.call(decisions.getSummary, { hours: 24 })
    expect(summary.decisions).toBe(await here.count('decision'))
    await rebuildRollups(here.running.db)
    expect(await here.running.db.query(all)).toEqual(before)
  })
})
