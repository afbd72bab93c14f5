import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as sdk from '#sdk/index.ts'
import { type DecisionRow, decisionRow, type ReviewAnswer, settleReview } from '#slices/decisions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { ask, furnish, type World, world } from '../world.ts'
import { type Gate, gateTo } from './gate.ts'

const scopes = ['decisions:write', 'decisions:read', 'executions:write', 'outcomes:write'] as const

/** A listening Pilotage behind a gate, and clients that reach it with a key of the AI agent. */
export type SdkWorld = World & {
  url: string
  gate: Gate
  key: string
  directory(): string
  client(more?: Partial<sdk.PilotageOptions>): sdk.Pilotage
  /** What a teammate answers. */
  answer(id: string, state: ReviewAnswer['state'], more?: Partial<ReviewAnswer>): Promise<boolean>
  /** A teammate's edit of the amount, with the approval. */
  approveEdited(id: string, amount: number): Promise<void>
}

export async function sdkWorld(): Promise<SdkWorld> {
  const here = await world()
  await furnish(here)
  const url = await here.running.app.fastify.listen({ port: 0, host: '127.0.0.1' })
  const gate = await gateTo(url)
  const made = await here.call(identity.createKey, {
    name: 'refund-bot',
    scopes: [...scopes],
    teams: ['billing'],
    aiAgent: 'refund-bot',
    expiresInDays: null,
  })
  const key = made.token as string
  const clients: sdk.Pilotage[] = []
  const base = mkdtempSync(join(tmpdir(), 'pilotage-sdk-'))
  let directories = 0

  async function answer(id: string, state: ReviewAnswer['state'], more: Partial<ReviewAnswer> = {}): Promise<boolean> {
    const row = (await decisionRow(here.running.db, null, id)) as DecisionRow
    const at = here.clock.now()
    const approval = state === 'approved' ? { expiresAt: new Date(at.getTime() + 3_600_000) } : undefined
    const said = { teamId: row.team_id, decisionId: id, aiAgentId: row.ai_agent_id, state, approval, at, ...more }
    return here.running.db.tx((tx) => settleReview(tx, said))
  }

  async function approveEdited(id: string, amount: number): Promise<void> {
    const row = (await decisionRow(here.running.db, null, id)) as DecisionRow
    const action = { name: 'refund', arguments: { amount } }
    const judged = await here.running.decider.decideEdit({ now: here.clock.now() }, { row, action, exceptionId: id })
    await answer(id, 'approved', { action, editedDecisionId: judged.id })
  }

  return {
    ...here,
    url,
    gate,
    key,
    directory: () => join(base, `spool-${++directories}`),
    client(more = {}) {
      const client = sdk.createPilotage({ baseUrl: gate.url, apiKey: key, patienceMs: 1000, deliverEveryMs: 60_000, ...more })
      clients.push(client)
      return client
    },
    answer,
    approveEdited,
    async end() {
      for (const client of clients) await client.close()
      await gate.end()
      await here.end()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** A proposal to refund this much. */
export const refund = (amount: number, more: Record<string, unknown> = {}) => ask(amount, more) as sdk.Proposal

export const idOf = (decision: sdk.Decision) => decision.id as string

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** An action that counts how often it ran, and with what. */
export function counted() {
  const seen: unknown[] = []
  return { seen, run: (args: unknown) => seen.push(args) }
}

const run = promisify(execFile)

/** The package as customers get it. */
export async function buildClient(to: string): Promise<void> {
  await run(process.execPath, ['scripts/build-sdk.mjs', to])
}
