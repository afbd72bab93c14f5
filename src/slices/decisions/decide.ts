import { hash } from 'node:crypto'
import { type Actor, requireActFor, requireScope, systemActor } from '#kernel/actor.ts'
import type { Chance } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { canonicalText } from '#slices/audit/index.ts'
import {
  evaluate,
  type Judgement,
  judge,
  type Off,
  type PolicyAnswer,
  type PolicyBook,
  repeatedAnswer,
  type Standing,
  toldReasons,
} from '#slices/policy/index.ts'
import { type Drafted, type Evidence, keyHashOf, type Proposal, proposalOf } from './decision.ts'
import { type Edit, editedProposal } from './edit.ts'
import { heldTo } from './local-answer.ts'
import { type DecisionRow, decisionOfKey } from './store.ts'
import type { Rejudge, Writer } from './writer.ts'

/** What deciding asks of the records below it. Each `peek` answers at once or says that it must be loaded first. */
export type Surroundings = {
  policy: PolicyBook
  /** The team's time zone, null when there is no such team. */
  team: { peek(id: string): { timeZone: string } | null | undefined; load(id: string): Promise<{ timeZone: string } | null> }
  /** Where the AI agent stands in the team; undefined means load first. */
  standing: { peek(proposal: Proposal): Standing | undefined; load(proposal: Proposal): Promise<void> }
  /** The kill switches that hold for this proposal; undefined while they are being read. */
  switches: { peek(proposal: Proposal, standing: Standing): readonly Off[] | undefined; load(): Promise<void> }
}

export type Decider = {
  decide(caller: { actor: Actor; now: Date }, proposal: Proposal): Promise<Answer>
  /**
   * Decides about the action that a teammate made of a recorded proposal, as a decision of its own. The same edit of the same item
   * gets the same decision. Never inside a transaction: it is written on its own, and nothing holds without it.
   */
  decideEdit(caller: { now: Date }, edit: Omit<Edit, 'decisionId'> & { row: DecisionRow }): Promise<Answer>
  /** What would be said now, without waiting or writing anything; undefined when `prepare` must come first. */
  judgeAtOnce(proposal: Proposal, now: Date): { judgement: Judgement; epoch: number } | undefined
  /** Loads what judging needs, at the newest epoch. Never inside a transaction: it takes a connection of its own. */
  prepare(proposal: Proposal): Promise<void>
  /** Learns what moved since this node last looked. */
  refresh(): Promise<void>
  stop(): Promise<void>
}

export type Answer = {
  id: string
  tier: Judgement['tier']
  policyTier: Judgement['policyTier']
  recordOnly: boolean
  reasons: Judgement['reasons']
  standard: Judgement['standard']
  argumentsHash: string
  recordedAt: string
  review: { href: string } | null
  repeated: boolean
}

/** SHA-256 in hex over the canonical JSON (RFC 8785) of an action. An approval is bound to it. */
export function argumentsHashOf(action: Proposal['action']): string {
  return hash('sha256', canonicalText(action))
}

/** Judges a proposal from what this node holds in memory, or undefined when something must be loaded first. */
function judgeFromMemory(around: Surroundings, proposal: Proposal, now: Date): Judgement | undefined {
  const team = around.team.peek(proposal.team)
  const standard = around.policy.standards.peek(proposal.decisionType)
  const standing = around.standing.peek(proposal)
  if (!team || standard === undefined || standing === undefined) return undefined
  const switches = around.switches.peek(proposal, standing)
  if (switches === undefined) return undefined
  const policy = policyAnswer(around, { proposal, now, timeZone: team.timeZone })
  if (policy === undefined) return undefined
  const judged = judge({ policy, standing, switches })
  return proposal.localAnswer ? heldTo(proposal.localAnswer, judged) : judged
}

function policyAnswer(around: Surroundings, asked: { proposal: Proposal; now: Date; timeZone: string }): PolicyAnswer | undefined {
  const { proposal } = asked
  const standard = around.policy.standards.peek(proposal.decisionType)
  if (!standard) return standard
  const document = around.policy.tunings.peek(proposal.team, proposal.decisionType)
  if (document === undefined) return undefined
  const question = {
    inputs: proposal.inputs,
    confidence: proposal.confidence,
    knowledge: (proposal.knowledge?.length ?? 0) > 0,
    at: asked.now,
    timeZone: asked.timeZone,
  }
  const answer = evaluate(standard.compiled, question, around.policy.tuningFor(document, standard))
  return { tier: answer.tier, reasons: answer.reasons, standard: { id: proposal.decisionType, version: standard.version } }
}

/** Loads everything that judging this proposal needs. */
async function load(around: Surroundings, proposal: Proposal): Promise<void> {
  const team = await around.team.load(proposal.team)
  if (!team)
    throw new AppError('not_found', `There is no team ${proposal.team}.`, {
      next: 'Make it under Settings, or send the id of one that exists.',
    })
  await Promise.all([
    around.policy.standards.load(proposal.decisionType),
    around.policy.tunings.load(proposal.team, proposal.decisionType),
    around.standing.load(proposal),
    around.switches.load(),
  ])
}

export type DeciderParts = { db: Db; chance: Chance; watch: EpochWatch; around: Surroundings; writer(rejudge: Rejudge): Writer }

/** The one road of every decision: judge from memory, write durably with others, then answer. */
export function makeDecider(parts: DeciderParts): Decider {
  const { db, around, watch } = parts

  type Judged = { judgement: Judgement; epoch: number }

  /** Usually everything is in memory, and nobody has to wait. */
  function judgeAtOnce(proposal: Proposal, now: Date): Judged | undefined {
    const epoch = watch.current()
    const judgement = judgeFromMemory(around, proposal, now)
    return judgement && { judgement, epoch }
  }

  async function judgeNow(proposal: Proposal, now: Date): Promise<Judged> {
    for (;;) {
      const judged = judgeAtOnce(proposal, now)
      if (judged) return judged
      await load(around, proposal)
    }
  }

  async function rejudge(drafts: Drafted[]): Promise<Drafted[]> {
    await watch.refresh()
    return Promise.all(drafts.map(async (draft) => ({ ...draft, ...(await judgeNow(draft.proposal, ruleTime(draft.at, draft.proposal))) })))
  }

  const writer = parts.writer(rejudge)

  async function decide(caller: { actor: Actor; now: Date }, proposal: Proposal): Promise<Answer> {
    admit(caller.actor, proposal)
    const at = ruleTime(caller.now, proposal)
    const { judgement, epoch } = judgeAtOnce(proposal, at) ?? (await judgeNow(proposal, at))
    const draft: Drafted = {
      id: parts.chance.uuid(caller.now),
      at: caller.now,
      proposal,
      keyHash: keyHashOf(proposal),
      argumentsHash: argumentsHashOf(proposal.action),
      judgement,
      epoch,
    }
    const written = await writer.submit(draft)
    if (written.isNew) return answerOfDraft(written.drafted)
    return answerRepeated(await recordedOf(db, draft), written.drafted)
  }

  function decideEdit(caller: { now: Date }, { row, ...edit }: Omit<Edit, 'decisionId'> & { row: DecisionRow }): Promise<Answer> {
    return decide({ actor: editor, now: caller.now }, editedProposal(proposalOf(row), { ...edit, decisionId: row.id }))
  }

  async function prepare(proposal: Proposal): Promise<void> {
    await watch.refresh()
    await load(around, proposal)
  }

  return { decide, decideEdit, judgeAtOnce, prepare, refresh: () => watch.refresh(), stop: () => writer.stop() }
}

/** Who asks when a teammate edited an action: the house itself, after it looked at the teammate's rights. */
const editor = systemActor('edits', ['decisions:write'])

/** Rules on the time of day follow the server's clock, and in a replay the time at which it happened. */
function ruleTime(now: Date, proposal: Proposal): Date {
  return proposal.occurredAt === undefined ? now : new Date(proposal.occurredAt)
}

function admit(actor: Actor, proposal: Proposal): void {
  requireScope(actor, 'decisions:write', proposal.team)
  requireActFor(actor, proposal.aiAgent)
  if (proposal.occurredAt !== undefined) requireScope(actor, 'decisions:replay', proposal.team)
}

async function recordedOf(db: Db, draft: Drafted): Promise<DecisionRow> {
  const row = await decisionOfKey(db, draft.proposal.team, draft.keyHash)
  if (!row) throw new Error('A decision key without its decision')
  if (row.arguments_hash === draft.argumentsHash && row.decision_type === draft.proposal.decisionType) return row
  throw new AppError('conflict', `Call ${draft.proposal.call} of run ${draft.proposal.run} was decided before, for another action.`, {
    next: 'Use a new call id for a new action. Send the same action to get the same decision.',
    decision: row.id,
  })
}

function answerOfDraft(drafted: Drafted): Answer {
  const { judgement } = drafted
  return {
    id: drafted.id,
    tier: judgement.tier,
    policyTier: judgement.policyTier,
    recordOnly: judgement.recordOnly,
    reasons: toldReasons(judgement.reasons),
    standard: judgement.standard,
    argumentsHash: drafted.argumentsHash,
    recordedAt: drafted.at.toISOString(),
    review: reviewPlace(drafted.id, judgement.tier),
    repeated: false,
  }
}

function reviewPlace(id: string, tier: Judgement['tier']): { href: string } | null {
  return tier === 'review' ? { href: `/api/v1/decisions/${id}/review` } : null
}

function answerRepeated(row: DecisionRow, drafted: Drafted): Answer {
  const evidence = JSON.parse(row.entry) as Evidence
  const { tier, reasons } = repeatedAnswer(evidence, drafted.judgement)
  return {
    id: row.id,
    tier,
    policyTier: evidence.policyTier,
    recordOnly: evidence.recordOnly,
    reasons: toldReasons(reasons),
    standard: evidence.standard,
    argumentsHash: evidence.argumentsHash,
    recordedAt: evidence.at,
    review: reviewPlace(row.id, tier),
    // The same id means that our own first attempt was stored although its answer was lost.
    repeated: row.id !== drafted.id,
  }
}
