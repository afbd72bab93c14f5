import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { takeEffect } from '../queue-world.ts'
import { buildClient, pause, type SdkWorld, sdkWorld } from './sdk-world.ts'

const run = promisify(execFile)
const place = mkdtempSync(join(tmpdir(), 'pilotage-customer-'))
let here: SdkWorld

/** An empty directory of a customer, with the packed client installed from its file and nothing else. */
beforeAll(async () => {
  here = await sdkWorld()
  const built = join(place, 'built')
  await buildClient(built)
  const { stdout } = await run('npm', ['pack', built, '--pack-destination', place, '--json'], { cwd: place })
  const [{ filename }] = JSON.parse(stdout)
  writeFileSync(join(place, 'package.json'), '{ "name": "customer", "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(place, filename)], { cwd: place })
})
afterAll(async () => {
  await here?.end()
  rmSync(place, { recursive: true, force: true })
})

const node = (args: string[]) =>
  run(process.execPath, args, { cwd: place, env: { ...process.env, PILOTAGE_URL: here.url, PILOTAGE_KEY: here.key } })

async function idOf(call: string, runId: string): Promise<string> {
  const found = { team: 'billing', aiAgent: 'refund-bot', run: runId, call }
  for (;;) {
    const known = await here.call(decisions.findDecision, found).catch(() => undefined)
    if (known) return known.id
    await pause(20)
  }
}

describe('the packed client, installed into an empty directory', () => {
  test('brings no dependencies, and types that compile under strict rules', async () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(place, 'node_modules/@pilotage/sdk/package.json'), 'utf8'))
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
    writeFileSync(
      join(place, 'agent.ts'),
      `import { CallError, createPilotage, type Proposal, type Review } from '@pilotage/sdk'
       const pilotage = createPilotage({ baseUrl: '', apiKey: '' })
       export async function act(proposal: Proposal): Promise<string | undefined> {
         try {
           const review: Review = await pilotage.waitForReview(await pilotage.decide(proposal))
           const done = await pilotage.execute(review, async ({ amount }) => String(amount))
           return done.ran ? done.value : done.why
         } catch (error) {
           return error instanceof CallError ? error.problem.next : undefined
         }
       }
       // @ts-expect-error A proposal without its action is none.
       export const wrong: Proposal = { aiAgent: 'a', team: 't', decisionType: 'd', subject: 's', run: 'r', call: 'c', inputs: {} }`,
    )
    const options = '--noEmit --strict --module nodenext --target es2023 --lib es2023,dom --types'.split(' ')
    await run(process.execPath, [resolve('node_modules/@typescript/native/bin/tsc'), ...options, '', 'agent.ts'], { cwd: place })
  })

  test('stays small, brings the rules in a file of their own that is loaded when they are needed, and nothing of the server', () => {
    const folder = join(place, 'node_modules/@pilotage/sdk')
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'))
    const bytesOf = (name: string) => readFileSync(join(folder, name)).length
    const always = files.filter((name) => name !== 'local-rules.js')
    expect(always.reduce((sum, name) => sum + bytesOf(name), 0)).toBeLessThan(60_000)
    expect(bytesOf('local-rules.js')).toBeLessThan(350_000)
    const named = always.filter((name) => readFileSync(join(folder, name), 'utf8').includes('local-rules'))
    expect(named).toEqual(['bundle.js'])
    const rules = readFileSync(join(folder, 'local-rules.js'), 'utf8')
    expect(rules).not.toMatch(/fastify|better-auth|select .* from |createServer|node:fs|process\.env/)
    expect(readFileSync(join(folder, 'LICENSES.txt'), 'utf8')).toContain('@marcbachmann/cel-js')
  })

  test('runs the example: it asks, waits for a teammate, and acts', async () => {
    copyFileSync('samples/sdk-example.mjs', join(place, 'example.mjs'))
    const running = node(['example.mjs'])
    await here.answer(await idOf('call-1', 'run-4711'), 'approved')
    expect((await running).stdout).toBe('Refunded 142.5 for order W123.\n')
    expect((await node(['example.mjs'])).stdout).toContain('executed already')
  })
})

describe('an AI agent on the Vercel AI SDK', () => {
  const step = (name: string) => node(['agent.mjs', name])
  const effects = () => readFileSync(join(place, 'effects.log'), 'utf8').trim().split('\n')
  const messages = (name: string) => readFileSync(join(place, name), 'utf8')

  beforeAll(() => {
    mkdirSync(join(place, 'node_modules'), { recursive: true })
    symlinkSync(resolve('node_modules/ai'), join(place, 'node_modules/ai'))
    copyFileSync('samples/vercel-ai.mjs', join(place, 'vercel-ai.mjs'))
    copyFileSync('samples/vercel-agent.mjs', join(place, 'agent.mjs'))
  })

  test('proposes, a teammate edits and approves, a new process runs the tool once with the edited arguments', async () => {
    await step('propose')
    expect(effects()).toEqual(['20'])
    const id = await idOf('large', 'vercel-1')
    await here.running.tail.runOnce()
    const action = { name: 'refund', arguments: { amount: 300 } }
    await here.call(exceptions.resolve, { id, verb: 'edit', action, reasonCode: 'rule_wrong' })
    await takeEffect(here)
    await step('resume')
    expect(effects()).toEqual(['20', '300'])
    expect(messages('resumed.json')).toContain('"refunded":300')
    expect(messages('resumed.json')).toContain('I am done.')
    const found = await here.call(decisions.getDecision, { id })
    expect(found).toMatchObject({ execution: { basis: 'approval' }, outcome: { result: 'succeeded' } })
  })

  test('runs nothing twice when its messages are replayed, and never what people do', async () => {
    await step('replay')
    expect(effects()).toEqual(['20', '300'])
    expect(messages('replayed.json')).toContain('executed already')
    const huge = await here.call(decisions.getDecision, { id: await idOf('huge', 'vercel-1') })
    expect(huge).toMatchObject({ tier: 'human_only', execution: null })
  })
})
