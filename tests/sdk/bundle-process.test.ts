import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Proposal } from '#sdk/index.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { type AgentProcess, agentProcess } from './agent-process.ts'
import { type BundleWorld, bundleIn, bundleWorld } from './bundle-world.ts'
import { buildClient, pause, refund } from './sdk-world.ts'

let here: BundleWorld
const built = mkdtempSync(join(tmpdir(), 'pilotage-sdk-bundle-'))

beforeAll(async () => {
  here = await bundleWorld()
  await buildClient(built)
})
afterAll(async () => {
  await here?.end()
  rmSync(built, { recursive: true, force: true })
})

const start = (spoolDir: string, body: string): AgentProcess =>
  agentProcess(built, { baseUrl: here.gate.url, apiKey: here.key, spoolDir, patienceMs: 1000, deliverEveryMs: 60_000 }, body)

/** Asks about one call after the other, and says of each what it was told. */
const asking = (run: string) => `
  for (let n = 0; n < 1000; n++) {
    const asked = { ...${JSON.stringify(refund(20))}, run: ${JSON.stringify(run)}, call: 'c' + n }
    const { tier, isOffline } = await createPilotage({ ...options, patienceMs: 0 }).decide(asked)
    console.log(JSON.stringify([asked.call, tier, isOffline]))
  }`

const kept = (spoolDir: string) =>
  readdirSync(spoolDir).filter((name) => /^(proposal|outcome|execution)-/.test(name) && !name.endsWith('.new'))

async function recorded({ team, aiAgent }: Proposal, run: string, call: string) {
  const { id } = await here.call(decisions.findDecision, { team, aiAgent, run, call })
  return here.call(decisions.getDecision, { id })
}

test('a process that is killed between answer and delivery: every answer is on record once, as it was told', async () => {
  const { spoolDir } = await here.cutOff({ now: Date.now })
  const before = await here.count('decision')
  const child = start(spoolDir, asking('killed'))
  while (child.lines().length < 25) await pause(5)
  await child.kill()
  const told = child.lines().map((line) => JSON.parse(line) as [string, string, boolean])
  expect(new Set(told.map(([, tier, isOffline]) => `${tier} ${isOffline}`))).toEqual(new Set(['review true']))
  here.gate.open()
  const next = here.client({ spoolDir })
  while ((await next.deliver()) > 0);
  const made = (await here.count('decision')) - before
  expect(made).toBeGreaterThanOrEqual(told.length)
  expect(made).toBeLessThanOrEqual(told.length + 1)
  expect(kept(spoolDir)).toEqual([])
  for (const [call, tier] of told) {
    const found = await recorded(refund(20), 'killed', call)
    expect(found).toMatchObject({ tier, content: { localAnswer: { tier } }, outcome: null })
  }
})

test('two processes on one directory, both killed: each call is on record once', async () => {
  const { spoolDir } = await here.cutOff({ now: Date.now })
  const before = await here.count('decision')
  const children = [start(spoolDir, asking('shared')), start(spoolDir, asking('shared'))]
  while (children.some((child) => child.lines().length < 15)) await pause(5)
  for (const child of children) await child.kill()
  const told = new Map(children.flatMap((child) => child.lines().map((line) => JSON.parse(line) as [string, string])))
  expect(new Set(told.values())).toEqual(new Set(['review']))
  here.gate.open()
  const two = [here.client({ spoolDir }), here.client({ spoolDir })]
  while ((await Promise.all(two.map((one) => one.deliver()))).some((left) => left > 0));
  const made = (await here.count('decision')) - before
  expect(made).toBeGreaterThanOrEqual(told.size)
  expect(made).toBeLessThanOrEqual(told.size + 1)
  expect(kept(spoolDir)).toEqual([])
})

test('a process that starts while Pilotage is away goes by the rules that the one before it left', async () => {
  const { spoolDir } = await here.cutOff({ now: Date.now })
  const child = start(spoolDir, `console.log((await pilotage.decide(${JSON.stringify(refund(20))})).tier)`)
  await child.ended
  expect(child.lines()).toEqual(['review'])
  here.gate.open()
})

test('a server that stops and comes back elsewhere in time: the same client goes on by itself', async () => {
  const node = await here.anotherNode()
  const url = await node.app.fastify.listen({ port: 0, host: '127.0.0.1' })
  const spoolDir = here.directory()
  const pilotage = here.client({ baseUrl: url, spoolDir, deliverEveryMs: 50, refreshEveryMs: 50 })
  expect(await pilotage.decide(refund(20))).toMatchObject({ isOffline: false })
  while (!readdirSync(spoolDir).some((name) => bundleIn(spoolDir).endsWith(name))) await pause(20)
  await node.app.fastify.close()
  const proposal = refund(20)
  expect(await pilotage.decide(proposal)).toMatchObject({ tier: 'review', isOffline: true })
  const back = await here.anotherNode()
  await back.app.fastify.listen({ port: Number(new URL(url).port), host: '127.0.0.1' })
  while (kept(spoolDir).length > 0) await pause(20)
  expect(await recorded(proposal, proposal.run, proposal.call)).toMatchObject({ tier: 'review', policyTier: 'autonomous' })
  expect(await pilotage.decide(refund(20))).toMatchObject({ tier: 'autonomous', isOffline: false })
})
