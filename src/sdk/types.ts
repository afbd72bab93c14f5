// The public types of @pilotage/sdk. This file is shipped as it is, so it imports nothing; tests/sdk/public.types.ts holds it
// against the contracts.

/** The answer to a proposal: alone, after a person's yes, or by people only. */
export type Tier = 'autonomous' | 'review' | 'human_only'

/** What an AI agent wants to do. An approval is bound to exactly this. */
export type Action = { name: string; arguments: Record<string, unknown> }

/** A document that the AI agent relied on, with what is known of its age. */
export type Knowledge = {
  id: string
  version?: string
  title?: string
  href?: string
  updatedAt?: string
  reviewDueAt?: string
}

/** What a teammate should see beside the proposal. Never part of what the policy judges. */
export type Context = {
  title?: string
  customer?: { name?: string; tier?: string }
  conversation?: { from: 'customer' | 'ai_agent' | 'teammate' | 'system'; at?: string; text: string }[]
  reply?: string
  earlier?: { at?: string; title: string; href?: string }[]
  links?: { title: string; href: string }[]
}

/** One thing that an AI agent wants to do. `run` and `call` make asking again safe: the same call gets the same decision. */
export type Proposal = {
  aiAgent: string
  team: string
  process?: string
  decisionType: string
  subject: string
  run: string
  call: string
  action: Action
  inputs: Record<string, unknown>
  confidence?: number
  knowledge?: Knowledge[]
  context?: Context
  occurredAt?: string
}

export type Reason = { source: string; rule: string | null; tier: Tier; because: string }

/** What makes asking again safe: this call of this run is decided once. */
export type CallKey = Pick<Proposal, 'team' | 'aiAgent' | 'run' | 'call'>

export type Decision = {
  /** Null when Pilotage could not be reached. */
  id: string | null
  tier: Tier
  /** Everything that spoke, most restrictive first. */
  reasons: Reason[]
  /** The action that was proposed. */
  action: Action
  /** In shadow: decided and recorded, never acted on. */
  recordOnly: boolean
  standard: { id: string; version: number } | null
  recordedAt: string | null
  /** True when this call was decided before and the same decision is returned. */
  repeated: boolean
  /** True when Pilotage could not be reached: then people do it, or it waits for a review; nothing is ever autonomous. */
  isOffline: boolean
  /** The rules by which it was answered while Pilotage was away, and how old they were; else null. */
  bundle: { id: string; ageSeconds: number } | null
  asked: CallKey
}

export type ReviewState =
  | 'waiting'
  | 'approved'
  | 'executed'
  | 'not_needed'
  | 'people_only'
  | 'rejected'
  | 'responded'
  | 'taken_over'
  | 'expired'
  | 'overridden'

/** Where a decision stands with people. */
export type Review = {
  decision: string | null
  state: ReviewState
  /** What may be executed now: as a teammate edited it, else as proposed. */
  action: Action | null
  isEdited: boolean
  /** Why, in the taxonomy of the queue. */
  reasonCode: string | null
  /** What the teammate answers the AI agent. */
  message: string | null
  approvedUntil: string | null
}

/** A decision that was made earlier, perhaps by a process that is gone. */
export type EarlierDecision = { id: string; action: Action }

/** Why an action was not run. `already_executed` means that it ran before: do not run it again by another way. */
export type NotRun = 'already_executed' | 'waiting' | 'people_only' | 'refused' | 'unavailable'

export type Executed<T> =
  | {
      ran: true
      value: T
      /** False when the outcome could not be told to Pilotage; with a `spoolDir` it is told later. */
      isReported: boolean
    }
  | { ran: false; reason: NotRun /** For a person: what stands against it, and what to do next. */; why: string }

export type Result = 'succeeded' | 'failed' | 'not_executed'

export type PilotageOptions = {
  baseUrl: string
  /** A key with decisions:write, decisions:read, executions:write and outcomes:write. */
  apiKey: string
  /**
   * A directory for what could not be told to Pilotage yet, for what is being executed, and for the rules that were last known. It
   * may hold what customers wrote. Without it, what was asked while Pilotage was away is on nobody's record, and people only.
   */
  spoolDir?: string
  /** How long a call is tried again before Pilotage counts as away, in milliseconds; 10,000 unless told. */
  patienceMs?: number
  /** How often what is kept is tried again, in milliseconds; 2,000 unless told. */
  deliverEveryMs?: number
  /** How often it is asked whether the rules at hand still hold, in milliseconds, a fifth more or less; 30,000 unless told. */
  refreshEveryMs?: number
  /** The time in milliseconds since 1970; the system's clock unless told. */
  now?: () => number
  /** Told of what does not reach the caller otherwise. */
  log?: (words: string, facts: unknown) => void
}

export type Pilotage = {
  /** Asks whether the AI agent may act. Review at most when Pilotage cannot be reached, and people only unless its rules are at hand. */
  decide(proposal: Proposal, options?: { signal?: AbortSignal }): Promise<Decision>
  /** Waits until a person has answered. Ends with `waiting` when the time is over, at once when no person is needed. */
  waitForReview(decision: Decision | EarlierDecision, options?: { signal?: AbortSignal; timeoutSeconds?: number }): Promise<Review>
  /**
   * Takes the one permission and only then runs the function, with the arguments that were decided or approved; then reports how it
   * went. At most once, whoever tries. What the function throws is reported as failed and thrown on.
   */
  execute<T>(decided: Decision | Review, run: (args: Record<string, unknown>, action: Action) => T | Promise<T>): Promise<Executed<T>>
  /** Says what happened, for actions that were not run by `execute`. False when it could not be told yet. */
  reportOutcome(decision: string, outcome: { result: Result; detail?: string }): Promise<boolean>
  /** Tells Pilotage everything that is kept; returns how much still is. Happens by itself as well. */
  deliver(): Promise<number>
  /** Fetches the rules for when Pilotage is away, for all that was asked so far. Happens by itself as well. */
  refresh(): Promise<void>
  /** Stops what happens by itself. What is kept stays. */
  close(): Promise<void>
}
