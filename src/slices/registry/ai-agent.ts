import type * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'
import { type Card, type CardEdit, editCard } from './card.ts'
import type { Stage as StageShape, Status as StatusShape } from './contract/shapes.ts'

export type Stage = z.infer<typeof StageShape>
export type Status = z.infer<typeof StatusShape>

/** What is on record about an AI agent. Days are `YYYY-MM-DD`; owners are people's ids. */
export type AiAgent = {
  id: string
  name: string
  function: string
  vendor: string
  runtime: string
  version: string
  accountableOwner: string | null
  technicalOwner: string | null
  stage: Stage
  status: Status
  launchedOn: string | null
  lastReviewOn: string | null
  card: Card
  etag: number
  foundAt: Date
  changedAt: Date
}

export type Owners = { accountableOwner?: string | null; technicalOwner?: string | null }

type Words = Pick<AiAgent, 'name' | 'function' | 'vendor' | 'runtime' | 'version' | 'stage' | 'launchedOn' | 'lastReviewOn'>

/** What an edit may say. What is left out stays as it is. */
export type AiAgentEdit = { [K in keyof Words]?: Words[K] | undefined } & { card?: CardEdit }

const unstated = 'not stated'

/** An AI agent that nobody registered: it asked for a decision, and that is all we know. */
export function discovered(id: string, at: Date): AiAgent {
  return {
    id,
    name: id,
    function: unstated,
    vendor: unstated,
    runtime: unstated,
    version: unstated,
    accountableOwner: null,
    technicalOwner: null,
    stage: 'pilot',
    status: 'discovered',
    launchedOn: null,
    lastReviewOn: null,
    card: {},
    etag: 1,
    foundAt: at,
    changedAt: at,
  }
}

/** Registers: a new AI agent, or one that was only discovered until now. */
export function register(known: AiAgent | null, told: AiAgentEdit & Owners & { id: string }, at: Date): AiAgent {
  if (known?.status === 'active')
    throw new AppError('conflict', `AI agent ${told.id} is registered already.`, { next: 'Open it and change it, or choose another id.' })
  if (known) requireNotRetired(known)
  const begun = known ?? discovered(told.id, at)
  const { id: _id, accountableOwner = null, technicalOwner = null, ...words } = told
  const changed = change(begun, words, at)
  return { ...changed, status: 'active', accountableOwner, technicalOwner, etag: known ? begun.etag + 1 : 1 }
}

export function change(aiAgent: AiAgent, edit: AiAgentEdit, at: Date): AiAgent {
  requireNotRetired(aiAgent)
  const { card, ...words } = edit
  const said = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))
  return { ...aiAgent, ...said, card: editCard(aiAgent.card, card ?? {}), etag: aiAgent.etag + 1, changedAt: at }
}

/** Changes who answers for it. What is live always has somebody who answers for it. */
export function withOwners(aiAgent: AiAgent, owners: Owners, facts: { isLive: boolean; at: Date }): AiAgent {
  requireNotRetired(aiAgent)
  const { accountableOwner = aiAgent.accountableOwner, technicalOwner = aiAgent.technicalOwner } = owners
  if (facts.isLive && accountableOwner === null)
    throw new AppError('conflict', `${aiAgent.name} is live, so somebody must answer for it.`, {
      next: 'Name the new accountable owner instead, or pause its live deployments first.',
    })
  return { ...aiAgent, accountableOwner, technicalOwner, etag: aiAgent.etag + 1, changedAt: facts.at }
}

export function retire(aiAgent: AiAgent, at: Date): AiAgent {
  requireNotRetired(aiAgent)
  return { ...aiAgent, status: 'retired', etag: aiAgent.etag + 1, changedAt: at }
}

export function requireNotRetired(aiAgent: AiAgent): void {
  if (aiAgent.status !== 'retired') return
  throw new AppError('conflict', `AI agent ${aiAgent.id} is retired, and that is final.`, {
    next: 'Register a new AI agent under another id.',
  })
}

export function requireRegistered(aiAgent: AiAgent): void {
  requireNotRetired(aiAgent)
  if (aiAgent.status !== 'discovered') return
  throw new AppError('conflict', `AI agent ${aiAgent.id} was only discovered. Nobody registered it yet.`, {
    next: 'Register it first: say what it does and who answers for it.',
  })
}

const compared = [
  'name',
  'function',
  'vendor',
  'runtime',
  'version',
  'stage',
  'status',
  'launchedOn',
  'lastReviewOn',
  'accountableOwner',
  'technicalOwner',
  'card',
] as const

export type Difference = { fields: string[]; before: Record<string, unknown>; after: Record<string, unknown> }

/** The fields that differ, with both values: what the audit log keeps of a change. */
export function difference(before: AiAgent | null, after: AiAgent): Difference {
  const fields = compared.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key]))
  const pick = (from: AiAgent | null) => Object.fromEntries(fields.map((key) => [key, from?.[key] ?? null]))
  return { fields: [...fields], before: pick(before), after: pick(after) }
}
