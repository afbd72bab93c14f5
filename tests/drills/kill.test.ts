import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '#kernel/config.ts'
import { type Call, createCaller } from '#sdk/call.ts'
import { startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import * as drills from '#slices/drills/contract.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { mailTo } from '../outside/channels.ts'
import { tokenIn } from '../outside/escalation-world.ts'
import { type MailSink, mailSink } from '../outside/sinks.ts'
import { operatorHeaders, type Run, runPilotage } from '../torture/real-house.ts'
import { admin, furnish } from '../world.ts'

const directory = mkdtempSync(join(tmpdir(), 'pilotage-drill-'))
const settings = { PILOTAGE_DATA_DIR: join(directory, 'house'), PILOTAGE_ALLOW_PRIVATE_TARGETS: 'true', PILOTAGE_PORT: '0' }
let database: TestDatabase
let mails: MailSink
let run: Run
let call: Call

beforeAll(async () => {
  mkdirSync(settings.PILOTAGE_DATA_DIR)
  database = await freshDatabase(async () => {}, { key: 'empty' })
  mails = await mailSink()
  const { host, port, user, password, database: name } = database.connection
  const login = `${encodeURIComponent(String(user))}:${encodeURIComponent(String(password ?? ''))}`
  const url = `postgres://${login}@localhost:${port}/${name}?host=${encodeURIComponent(String(host))}`
  run = runPilotage(['start'], { ...settings, DATABASE_URL: url })
  const address = (await run.says('running at')).split(' ').at(-1) as string
  const link = await run.says('/setup#')
  const visitor = createCaller({ baseUrl: address, headers: { origin: address } })
  const me = await visitor(identity.completeSetup, { token: link.split('#')[1] as string, ...admin })
  call = createCaller({ baseUrl: address, headers: operatorHeaders({ dataDir: settings.PILOTAGE_DATA_DIR }) })
  await furnish({ call, adminId: me.person?.id as string })
  await call(notifications.createChannel, mailTo(mails.port))
  const fay = { name: 'Fay', email: 'fay@example.com', roles: [{ role: 'teammate' as const, team: 'billing' }] }
  const holderId = (await call(identity.addPerson, fay)).person.id
  const steps = [{ role: 'first_responder' as const, holderId, channelIds: [], respondMinutes: 15 }]
  await call(escalation.setProcedure, { team: 'billing', severity: 'high', clock: 'always', steps }, { ifMatch: '0' })
})
afterAll(async () => {
  run?.child.kill('SIGKILL')
  await run?.ended
  await mails?.close()
  await database?.drop()
  rmSync(directory, { recursive: true, force: true })
})

/** Another server on the same database and directory, whose clock can be put ahead. */
async function startAgain() {
  let aheadMs = 0
  const clock = { now: () => new Date(Date.now() + aheadMs) }
  const log = (level: string, words: string) => void (level === 'error' && process.stderr.write(`${words}\n`))
  const house = await startHouse({ config: readConfig(settings), connection: database.connection, clock, checksAnswers: true, log })
  const wait = (minutes: number) => {
    aheadMs += minutes * 60_000
  }
  return { house, wait }
}

test('a drill whose server is killed goes on with the next, and ends by itself without a trace', async () => {
  const flood = { team: 'billing', scenario: 'queue_floods' as const, severity: 'high' as const, items: 12, minutesMax: 30 }
  const asked = { ...flood, hypothesis: 'A killed server changes nothing.', force: 'The test runs at any hour.' }
  const { id: drill } = await call(drills.startDrill, asked)
  await expect.poll(() => mails.mails.length, { timeout: 20_000 }).toBe(1)
  expect(mails.mails[0]?.subject).toMatch(/^\[Drill\]/)
  run.child.kill('SIGKILL')
  await run.ended

  const { house, wait } = await startAgain()
  const operator = insideCall(house.app, house.operatorKey)
  expect(await operator(drills.getDrill, { drill })).toMatchObject({ state: 'running', items: { injected: 12, answered: 0 } })
  const links = mails.mails.map(tokenIn)
  await insideCall(house.app, '')(escalation.answerLink, { token: links[0] as string, answer: 'acknowledge' })
  const { items } = await operator(exceptions.listExceptions, { limit: 50 })
  expect(items.filter((item) => item.isDrill)).toHaveLength(12)
  wait(31)
  await house.tail.runOnce()
  await house.sender.runOnce()
  const over = await operator(drills.getDrill, { drill })
  expect(over).toMatchObject({ state: 'ended', verdict: 'kept', abortedBecause: null })
  expect(over.timeline.find(({ moment }) => moment === 'acknowledged')).toMatchObject({ role: 'first_responder' })
  expect((await operator(drills.getEvidence, { drill })).says).toMatch(/was answered in the promised time/)
  expect((await operator(exceptions.listExceptions, { limit: 50 })).items).toEqual([])
  expect((await operator(escalation.listEscalations, { limit: 50, isRunning: true })).items).toEqual([])
  // Sent again it would have the same id; nobody is told of one drill twice under two.
  const alarms = mails.mails.filter(({ text }) => tokenIn({ text } as never) !== '')
  expect(new Set(alarms.map((mail) => mail.header('Message-ID'))).size).toBe(1)
  await house.stop()
})
