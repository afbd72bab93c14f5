import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Clock } from '#kernel/clock.ts'
import { readConfig } from '#kernel/config.ts'
import { findMigrations, migrate } from '#kernel/migrate.ts'
import { type Call, CallError } from '#sdk/call.ts'
import { type Running, startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { freshDatabase } from './database.ts'

/** A whole Pilotage of its own for one test: the real server on a real database, with a clock that the test moves. */
export type World = {
  running: Running
  /** Asks as the operator of this machine, who may do everything. */
  call: Call
  /** Asks with a key that holds these scopes. */
  callWith(scopes: string[], more?: { teams?: string[]; aiAgent?: string }): Promise<Call>
  clock: Clock & { add(ms: number): void }
  adminId: string
  count(table: string): Promise<number>
  /** A second node on the same database. */
  anotherNode(): Promise<Running>
  end(): Promise<void>
}

const digests = findMigrations()
  .map((migration) => migration.digest)
  .join()

export const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'correct horse battery staple' }

/** `settings` are those of the environment, without `PILOTAGE_DATA_DIR`. */
export async function world(settings: Record<string, string> = {}): Promise<World> {
  const database = await freshDatabase(async (db) => void (await migrate(db)), { key: digests })
  const dataDir = await mkdtemp(join(tmpdir(), 'pilotage-world-'))
  const clock = movableClock(new Date('2026-11-16T10:00:00Z'))
  const config = readConfig({ ...settings, PILOTAGE_DATA_DIR: dataDir })
  const node = () => startHouse({ config, connection: database.connection, clock, checksAnswers: true, log: failOnOurs })
  const running = await node()
  const others: Running[] = []
  const link = await running.setupLink('http://house')
  const token = link?.split('/').at(-1)?.split('#').at(-1)?.split('=').at(-1) ?? ''
  const me = await insideCall(running.app, '')(identity.completeSetup, { token, ...admin })
  const call = insideCall(running.app, running.operatorKey)
  return {
    running,
    call,
    async callWith(scopes, more = {}) {
      const made = await call(identity.createKey, {
        name: 'test key',
        scopes: scopes as 'decisions:write'[],
        teams: more.teams ?? null,
        aiAgent: more.aiAgent ?? null,
        expiresInDays: null,
      })
      return insideCall(running.app, made.token as string)
    },
    clock,
    adminId: me.person?.id as string,
    async count(table) {
      const [row] = await running.db.query<{ n: number }>(`select count(*) as n from ${table}`)
      return row?.n ?? 0
    },
    async anotherNode() {
      const other = await node()
      others.push(other)
      return other
    },
    async end() {
      for (const other of others) await other.stop()
      await running.stop()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A mistake of ours is never part of a test's story. */
function failOnOurs(level: string, words: string, facts?: Record<string, unknown>): void {
  if (level === 'error') process.stderr.write(`${words} ${facts?.error instanceof Error ? facts.error.stack : JSON.stringify(facts)}\n`)
}

/** The problem that an act is refused with; fails the test when it is not refused. */
export async function refusal(act: Promise<unknown>): Promise<CallError['problem']> {
  const error = await act.then(
    () => undefined,
    (caught) => caught,
  )
  expect(error).toBeInstanceOf(CallError)
  return (error as CallError).problem
}

/** Sets a kill switch, over the AI agent `refund-bot` unless told. */
export async function switchOff(
  here: World,
  isOn: boolean,
  over: { scope: 'all' | 'ai_agent' | 'deployment'; target?: string } = { scope: 'ai_agent', target: 'refund-bot' },
) {
  await here.call(registry.setKillSwitch, { ...over, isOn, reason: 'a test of the switch', whoToAsk: 'Ada' })
}

function movableClock(start: Date): World['clock'] {
  let at = start.getTime()
  return {
    // Each look is a millisecond later, so that two things never happen at one instant.
    now: () => new Date(at++),
    add: (ms) => {
      at += ms
    },
  }
}

export const refundStandard = `standard: refund
title: Refund a customer
inputs:
  amount: { type: money, currency: USD }
parameters:
  alone_max: { type: money, currency: USD, default: 100, min: 0, max: 200, looser: higher }
rules:
  - id: small
    when: amount <= alone_max
    tier: autonomous
    because: Refunds up to {alone_max} are routine.
  - id: very-large
    when: amount > 1000
    tier: human_only
    because: Refunds this large are made by people.
otherwise: { tier: review, because: A teammate looks at larger refunds. }
examples:
  - name: small
    inputs: { amount: 20 }
    expect: { tier: autonomous }
`

/** Team `billing`, the live AI agent `refund-bot` in it, and the standard `refund` in force. */
export async function furnish({ call, adminId }: Pick<World, 'call' | 'adminId'>): Promise<{ deploymentId: string }> {
  await call(identity.createTeam, { id: 'billing', name: 'Billing', timeZone: 'Europe/Berlin', department: null, lead: null })
  await call(registry.registerAiAgent, {
    id: 'refund-bot',
    name: 'Refund bot',
    function: 'Refunds customers',
    vendor: 'in-house',
    runtime: 'test',
    version: '1',
    stage: 'pilot',
    accountableOwner: adminId,
    technicalOwner: adminId,
    card,
  })
  const made = await call(registry.createDeployment, { aiAgentId: 'refund-bot', teamId: 'billing', process: 'refunds', phase: 'live' })
  await call(policy.apply, { text: refundStandard, reason: 'for the test' })
  return { deploymentId: made.id }
}

export const card = {
  whatItDoes: 'Looks at refund requests and proposes refunds.',
  dataItReads: ['orders'],
  decidesAlone: ['small refunds'],
  escalatesWhen: ['the refund is large'],
  knownLimits: ['cannot see stores'],
  dataItChanges: ['payments'],
  whomItServes: 'Customers',
  languages: ['en'],
  model: 'test',
  whenSwitchedOff: 'Teammates refund by hand.',
  documentation: 'https://example.com/refund-bot',
}

let calls = 0

/** A request for a decision; every one is a call of its own unless the test says otherwise. */
export function ask(amount: unknown, more: Record<string, unknown> = {}) {
  return {
    aiAgent: 'refund-bot',
    team: 'billing',
    decisionType: 'refund',
    subject: 'conversation:1',
    run: 'run-1',
    call: `call-${++calls}`,
    action: { name: 'refund', arguments: { amount } as Record<string, unknown> },
    inputs: { amount } as Record<string, unknown>,
    ...more,
  }
}
