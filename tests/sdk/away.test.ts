import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { agentProcess } from './agent-process.ts'
import { buildClient, counted, idOf, pause, refund, type SdkWorld, sdkWorld } from './sdk-world.ts'

let here: SdkWorld
const built = mkdtempSync(join(tmpdir(), 'pilotage-sdk-built-'))

beforeAll(async () => {
  here = await sdkWorld()
  await buildClient(built)
})
afterEach(() => here.gate.open())
afterAll(async () => {
  await here?.end()
  rmSync(built, { recursive: true, force: true })
})

const outcomeOf = async (id: string) => (await here.call(decisions.getDecision, { id })).outcome

describe('while Pilotage is away', () => {
  test('nothing is autonomous: people have it, and the proposal is told later exactly once', async () => {
    const spoolDir = here.directory()
    const pilotage = here.client({ spoolDir })
    const proposal = refund(20)
    here.gate.shut()
    const decision = await pilotage.decide(proposal)
    expect(decision).toMatchObject({ id: null, tier: 'human_only', isOffline: true, recordedAt: null })
    const action = counted()
    expect(await pilotage.execute(decision, action.run)).toMatchObject({ ran: false, reason: 'people_only' })
    expect(await pilotage.deliver()).toBe(1)
    here.gate.open()
    expect(await pilotage.decide(proposal)).toMatchObject({ tier: 'human_only', repeated: true })
    const before = await here.count('decision')
    await Promise.all([pilotage.deliver(), pilotage.deliver(), here.client({ spoolDir }).deliver()])
    expect(await here.count('decision')).toBe(before + 1)
    const { team, aiAgent, run, call } = proposal
    const { id } = await here.call(decisions.findDecision, { team, aiAgent, run, call })
    expect(await outcomeOf(id)).toMatchObject({ result: 'not_executed', detail: expect.stringContaining('could not be reached') })
    expect(await pilotage.execute(await pilotage.decide(proposal), action.run)).toMatchObject({ ran: false, reason: 'people_only' })
    expect(action.seen).toEqual([])
    expect(readdirSync(spoolDir)).toEqual([])
  })

  test('an outcome is kept and told later', async () => {
    const pilotage = here.client({ spoolDir: here.directory() })
    const decision = await pilotage.decide(refund(20))
    const done = await pilotage.execute(decision, () => here.gate.shut())
    expect(done).toMatchObject({ ran: true, isReported: false })
    here.gate.open()
    expect(await pilotage.deliver()).toBe(0)
    expect(await outcomeOf(idOf(decision))).toMatchObject({ result: 'succeeded' })
  })

  test('it happens by itself once Pilotage is back', async () => {
    const spoolDir = here.directory()
    const pilotage = here.client({ spoolDir, deliverEveryMs: 50 })
    here.gate.shut()
    await pilotage.decide(refund(20))
    here.gate.open()
    while (readdirSync(spoolDir).length > 0) await pause(20)
  })

  test('a torn file, a stranger’s file and a refused one are never in the way', async () => {
    const spoolDir = here.directory()
    mkdirSync(spoolDir)
    const torn = `proposal-${'a'.repeat(40)}.json`
    writeFileSync(join(spoolDir, torn), '{"kind":"proposal","propo')
    writeFileSync(join(spoolDir, `${torn}.new`), '{"kind":"prop')
    writeFileSync(join(spoolDir, 'notes.txt'), 'not ours')
    const said: string[] = []
    const pilotage = here.client({ spoolDir, log: (words) => said.push(words) })
    here.gate.shut()
    await pilotage.decide(refund(20))
    await pilotage.decide({ ...refund(20), decisionType: 'NOT A SLUG' })
    here.gate.open()
    expect(await pilotage.deliver()).toBe(0)
    const left = readdirSync(spoolDir).sort()
    expect(left).toContain(`${torn}.torn`)
    expect(left.filter((name) => name.endsWith('.refused'))).toHaveLength(1)
    expect(left.filter((name) => /^proposal-.*\.json$/.test(name))).toEqual([])
    expect(said).toHaveLength(2)
  })
})

const agentHere = (spoolDir: string, body: string) =>
  agentProcess(built, { baseUrl: here.gate.url, apiKey: here.key, spoolDir, patienceMs: 3000, deliverEveryMs: 60_000 }, body)

describe('a process that is killed', () => {
  test('loses no proposal that it was answered: all are on record once after the next start', async () => {
    const spoolDir = here.directory()
    here.gate.shut()
    const before = await here.count('decision')
    const child = agentHere(
      spoolDir,
      `for (let n = 0; ; n++) {
         const { tier } = await createPilotage({ ...${JSON.stringify({ baseUrl: here.gate.url, apiKey: here.key, spoolDir, patienceMs: 0, deliverEveryMs: 60_000 })} })
           .decide({ aiAgent: 'refund-bot', team: 'billing', decisionType: 'refund', subject: 's', run: 'killed', call: 'c' + n, action: { name: 'refund', arguments: { n } }, inputs: { amount: 20 } })
         console.log(tier)
       }`,
    )
    while (child.lines().length < 40) await pause(5)
    await child.kill()
    const answered = child.lines()
    expect(new Set(answered)).toEqual(new Set(['human_only']))
    here.gate.open()
    const next = here.client({ spoolDir })
    while ((await next.deliver()) > 0);
    const recorded = (await here.count('decision')) - before
    expect(recorded).toBeGreaterThanOrEqual(answered.length)
    expect(recorded).toBeLessThanOrEqual(answered.length + 1)
    expect(readdirSync(spoolDir).filter((name) => !name.endsWith('.new'))).toEqual([])
  })

  test('between taking the permission and running says so at the next start; the action never runs', async () => {
    const spoolDir = here.directory()
    const decision = await here.client().decide(refund(20))
    const ran = join(built, 'ran-between')
    here.gate.swallow()
    const child = agentHere(
      spoolDir,
      `import { writeFileSync } from 'node:fs'
       await pilotage.execute(${JSON.stringify(decision)}, () => writeFileSync(${JSON.stringify(ran)}, ''))`,
    )
    while ((await here.call(decisions.getDecision, { id: idOf(decision) })).execution === null) await pause(20)
    await child.kill()
    here.gate.shut()
    here.gate.open()
    const next = here.client({ spoolDir })
    expect(await next.deliver()).toBe(0)
    expect(await outcomeOf(idOf(decision))).toMatchObject({
      result: 'not_executed',
      detail: expect.stringContaining('before the action began'),
    })
    expect(await next.execute(decision, () => writeFileSync(ran, ''))).toMatchObject({ ran: false, reason: 'already_executed' })
    expect(existsSync(ran)).toBe(false)
  })

  test('while the action runs is reported as failed at the next start, for a person to look', async () => {
    const spoolDir = here.directory()
    const decision = await here.client().decide(refund(20))
    const child = agentHere(spoolDir, `await pilotage.execute(${JSON.stringify(decision)}, () => process.kill(process.pid, 'SIGKILL'))`)
    await child.ended
    expect(await here.client({ spoolDir }).deliver()).toBe(0)
    expect(await outcomeOf(idOf(decision))).toMatchObject({ result: 'failed', detail: expect.stringContaining('while the action ran') })
  })

  test('before it took the permission leaves the decision as it was: a resumed run executes it', async () => {
    const spoolDir = here.directory()
    const decision = await here.client().decide(refund(20))
    here.gate.shut()
    const child = agentHere(spoolDir, `await pilotage.execute(${JSON.stringify(decision)}, () => {})`)
    while (!existsSync(spoolDir) || readdirSync(spoolDir).filter((name) => name.endsWith('.json')).length === 0) await pause(20)
    await child.kill()
    here.gate.open()
    const next = here.client({ spoolDir })
    expect(await next.deliver()).toBe(0)
    expect(await outcomeOf(idOf(decision))).toBeNull()
    expect(await next.execute(decision, () => 'done')).toMatchObject({ ran: true, value: 'done' })
  })
})
