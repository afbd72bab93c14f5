import type { Envelope } from './mapping.ts'
import type { StandardFile } from './standards.ts'
import type { Tier } from './tally.ts'

/** What was answered to one decision. */
export type Answer = {
  id: string
  tier: Tier
  policyTier: Tier
  standard: { id: string; version: number } | null
  /** True when this very decision was already on record. */
  repeated: boolean
}

/** A decision that was refused, in the server's words. Nothing was recorded. */
export type Refusal = { code: string; detail: string }

export type Verdict = { answer: Answer } | { refusal: Refusal }

export type AiAgentCard = {
  id: string
  name: string
  function: string
  vendor: string
  runtime: string
  version: string
  card: {
    whatItDoes: string
    dataItReads: string[]
    decidesAlone: string[]
    escalatesWhen: string[]
    knownLimits: string[]
    dataItChanges: string[]
    whomItServes: string
    languages: string[]
    model: string
    whenSwitchedOff: string
  }
}

export type TeamEntry = { id: string; name: string; timeZone: string }

export type Phase = 'shadow' | 'assist' | 'live' | 'paused' | 'retired'

/** The whole of what a replay does to a running Pilotage. Each act may be repeated without harm. */
export type Door = {
  registerTeam(team: TeamEntry): Promise<void>
  registerAiAgent(aiAgent: AiAgentCard): Promise<void>
  /** Puts a standard in force where its decision type has none yet; what people published is left alone. */
  applyStandard(standard: StandardFile): Promise<void>
  /** Answers the phase that the deployment is in. */
  deploy(deployment: { aiAgent: string; team: string; process: string }): Promise<Phase>
  /** At most 100 at once; the answers come in the same order. */
  decideBatch(envelopes: readonly Envelope[]): Promise<Verdict[]>
  reportOutcome(outcome: { decision: string; result: 'succeeded' | 'failed'; occurredAt?: string }): Promise<void>
  reportRun(run: {
    team: string
    aiAgent: string
    run: string
    result: 'succeeded' | 'failed'
    costUsd?: number
    durationSeconds?: number
    endedAt?: string
  }): Promise<void>
}
