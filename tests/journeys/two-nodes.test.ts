import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, createCaller } from '#sdk/call.ts'
import { events } from '#server/contract.ts'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { operatorHeaders, type Run, runPilotage } from '../torture/real-house.ts'
import { admin, ask, furnish } from '../world.ts'

/** One process of the real command on the shared database. */
type Node = { run: Run; url: string; dataDir: string; call: Call }

const directory = mkdtempSync(join(tmpdir(), 'pilotage-nodes-'))
const nodes: Node[] = []
let database: TestDatabase
let headers: Record<string, string>

async function startNode(name: string): Promise<Node> {
  const dataDir = join(directory, name)
  mkdirSync(dataDir, { recursive: true })
  // Nodes of one installation sign its ledger with one key.
  const first = nodes[0]
  if (first) copyFileSync(join(first.dataDir, 'ledger-key'), join(dataDir, 'ledger-key'))
  const run = runPilotage(['start'], { DATABASE_URL: urlOf(database.connection), PILOTAGE_DATA_DIR: dataDir, PILOTAGE_PORT: '0' })
  const url = (await run.says('running at')).split(' ').at(-1) as string
  const node = { run, url, dataDir, call: createCaller({ baseUrl: url, headers: operatorHeaders({ dataDir }) }) }
  nodes.push(node)
  return node
}

function urlOf({ host, port, user, password, database: name }: TestDatabase['connection']): string {
  const login = `${encodeURIComponent(String(user))}:${encodeURIComponent(String(password ?? ''))}`
  return `postgres://${login}@localhost:${port}/${name}?host=${encodeURIComponent(String(host))}`
}

/** An open stream of events, and when each was heard. */
async function listen(url: string, ending: AbortSignal) {
  const response = await fetch(`${url}${events.path}`, { headers, signal: ending })
  const heard: { kind: string; data: string; atMs: number }[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      const parts = (text + Buffer.from(chunk).toString('utf8')).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) heard.push({ kind: /event: (\w+)/.exec(part)?.[1] ?? '', data: part, atMs: performance.now() })
    }
  })().catch(() => {})
  return { heard, reading }
}

beforeAll(async () => {
  database = await freshDatabase(async () => {}, { key: 'empty' })
  const first = await startNode('first')
  const link = await first.run.says('/setup#')
  const me = await createCaller({ baseUrl: first.url, headers: { origin: first.url } })(identity.completeSetup, {
    token: link.split('#')[1] as string,
    ...admin,
  })
  await furnish({ call: first.call, adminId: me.person?.id as string })
  const scopes = ['decisions:read', 'decisions:write'] as const
  const { token } = await first.call(identity.createKey, {
    name: 'both',
    scopes: [...scopes],
    teams: null,
    aiAgent: null,
    expiresInDays: 1,
  })
  headers = { authorization: `Bearer ${token}` }
  await startNode('second')
}, 120_000)

afterAll(async () => {
  for (const { run } of nodes) run.child.kill('SIGTERM')
  for (const { run } of nodes) await run.ended
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

describe('two processes on one database', () => {
  test('a kill switch on one is in force on the other before the next decision, and its open pages hear of it within a second', async () => {
    const [first, second] = nodes as [Node, Node]
    const decide = createCaller({ baseUrl: second.url, headers })
    const ending = new AbortController()
    const { heard, reading } = await listen(second.url, ending.signal)
    await expect.poll(() => heard.map(({ kind }) => kind)).toContain('hello')
    for (const isOn of [true, false, true]) {
      expect((await decide(decisions.decide, ask(20))).tier).toBe(isOn ? 'autonomous' : 'human_only')
      heard.length = 0
      await first.call(registry.setKillSwitch, { scope: 'all', isOn, reason: 'a test of two nodes', whoToAsk: 'Ada' })
      const setAtMs = performance.now()
      expect((await decide(decisions.decide, ask(20))).tier).toBe(isOn ? 'human_only' : 'autonomous')
      await expect.poll(() => heard.find(({ data }) => data.includes('kill_switch')), { interval: 10 }).toBeDefined()
      const change = heard.find(({ data }) => data.includes('kill_switch'))
      expect((change?.atMs ?? Number.POSITIVE_INFINITY) - setAtMs).toBeLessThan(1000)
    }
    ending.abort()
    await reading
    await first.call(registry.setKillSwitch, { scope: 'all', isOn: false, reason: 'the test is over', whoToAsk: 'Ada' })
  })

  test('when one is killed the other goes on, decides, and brings everything into the ledger', async () => {
    const [first, second] = nodes as [Node, Node]
    const decide = createCaller({ baseUrl: second.url, headers })
    const load = Promise.allSettled(Array.from({ length: 40 }, (_, index) => (index % 2 ? first.call : decide)(decisions.decide, ask(20))))
    first.run.child.kill('SIGKILL')
    await first.run.ended
    const mine = (await load).filter((_, index) => index % 2 === 0)
    expect(mine.map((answer) => answer.status)).toEqual(mine.map(() => 'fulfilled'))
    expect((await decide(decisions.decide, ask(20))).tier).toBe('autonomous')
    const count = 'select (select count(*) from decision) + (select count(*) from audit_entry) as n'
    const [facts] = await database.db.query<{ n: number }>(count)
    await expect.poll(async () => (await second.call(audit.getCheckpoint, {})).size).toBe(facts?.n)
  })
})
