import { may, mayActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { type App, serve } from '#kernel/http.ts'
import { toProblem } from '#kernel/problem.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { readStandard } from '#slices/policy/index.ts'
import type { Bell } from './bell.ts'
import * as contract from './contract.ts'
import type { Decider, Surroundings } from './decide.ts'
import type { Evidence } from './decision.ts'
import { previewOf, readable, type TeamFacts } from './preview.ts'
import { rollupsSince } from './project.ts'
import { type DecisionRow, decisionsBefore, type ExecutionRow, executionOf, outcomeOf } from './store.ts'
import { summarise } from './summary.ts'
import { makeExecute } from './verbs/execute.ts'
import { decisionFor, findDecision } from './verbs/find.ts'
import { makeReportOutcome, makeReportRun, type OnFailure } from './verbs/outcomes.ts'
import { makeGetReview, makeReviewEvents } from './verbs/review.ts'

export type DecisionParts = { decider: Decider; around: Surroundings; bell: Bell; onFailure: OnFailure }

export function mountDecisions(app: App, { decider, around, bell, onFailure }: DecisionParts): void {
  serve(app, contract.decide, (ctx, input) => decider.decide(ctx, input))
  serve(app, contract.decideBatch, async (ctx, input) => ({
    items: await Promise.all(input.items.map((item) => decideItem(decider, ctx, item))),
  }))
  serve(app, contract.listDecisions, listDecisions)
  serve(app, contract.getSummary, getSummary)
  serve(app, contract.preview, makePreview(decider, around))
  serve(app, contract.findDecision, findDecision)
  serve(app, contract.getDecision, getDecision)
  serve(app, contract.getReview, makeGetReview(bell))
  serve(app, contract.reviewEvents, makeReviewEvents(bell))
  serve(app, contract.execute, makeExecute(decider))
  serve(app, contract.reportOutcome, makeReportOutcome(onFailure))
  serve(app, contract.reportRun, makeReportRun(onFailure))
}

/** One item of a batch: its own decision or its own problem. */
async function decideItem(decider: Decider, ctx: Ctx, item: unknown) {
  try {
    const parsed = contract.Envelope.safeParse(item)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new AppError('invalid', `This item cannot be used. ${issue?.path.join('.')}: ${issue?.message}.`, {
        next: 'Correct it and send it again.',
      })
    }
    return { decision: await decider.decide(ctx, parsed.data), problem: null }
  } catch (error) {
    const { problem, isOurs } = toProblem(error, ctx.requestId)
    if (isOurs) throw error
    return { decision: null, problem: { status: problem.status, code: problem.code, detail: problem.detail, next: problem.next } }
  }
}

const scope = 'decisions:read'
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type ListInput = {
  limit: number
  after?: string
  aiAgent?: string
  team?: string
  decisionType?: string
  tier?: string
  uncovered?: 'true' | 'false'
  conversation?: string
}

const listDecisions = read({
  scope,
  async run(db, input: ListInput, ctx) {
    if (input.after !== undefined && !uuid.test(input.after))
      throw new AppError('invalid', 'This cursor was not made by this list.', {
        next: 'Send the value of next from the page before, or none for the first page.',
      })
    const rows = await decisionsBefore(db, {
      ...visible(ctx, input),
      decisionType: input.decisionType,
      tier: input.tier,
      uncovered: input.uncovered === undefined ? undefined : input.uncovered === 'true',
      conversation: input.conversation === undefined ? undefined : namesOf(input.conversation),
      before: input.after ?? highestId,
      limit: input.limit + 1,
    })
    const items = rows.slice(0, input.limit).map(toSummary)
    return { items, next: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

/** An AI agent may name a conversation with or without the system that it is from: `desk:4711` or `4711`. */
const namesOf = (conversation: string) => [conversation, conversation.slice(conversation.indexOf(':') + 1)]

/**
 * What is shown of what was asked for: the team if the actor may see it, else all that the actor may see, and the actor's
 * own AI agent alone when it is a key that is bound to one.
 */
function visible(ctx: Ctx, asked: { team?: string; aiAgent?: string }): { teams: string[] | null; aiAgent?: string } {
  const { actor } = ctx
  const { team, aiAgent = actor.aiAgentId } = asked
  if (aiAgent !== undefined && !mayActFor(actor, aiAgent)) return { teams: [] }
  if (team === undefined) return { teams: teamsOf(actor, scope), aiAgent }
  return { teams: may(actor, scope, team) ? [team] : [], aiAgent }
}

const hourMs = 3_600_000

const getSummary = read({
  scope,
  async run(db, input: { hours: number; aiAgent?: string; team?: string }, ctx) {
    const from = new Date(Math.floor(ctx.now.getTime() / hourMs) * hourMs - (input.hours - 1) * hourMs)
    const rows = await rollupsSince(db, { ...visible(ctx, input), from })
    return { from: from.toISOString(), asOf: ctx.now.toISOString(), ...summarise(rows) }
  },
})

function makePreview(decider: Decider, around: Surroundings) {
  return read({
    scope,
    async run(db, input: { text: string; decisionType?: string; limit: number }, ctx) {
      requireScope(ctx.actor, 'standards:read')
      const compiled = readable(readStandard(input.text))
      await decider.refresh()
      const decisionType = input.decisionType ?? compiled.standard.standard
      const filter = { ...visible(ctx, {}), decisionType, before: highestId, limit: input.limit }
      const rows = await decisionsBefore(db, filter)
      const teams = [...new Set(rows.map((row) => row.team_id))]
      const facts = await Promise.all(teams.map(async (team) => [team, await teamFacts(around, team, decisionType)] as const))
      return { ...previewOf(compiled, rows, new Map(facts)), decisionType }
    },
  })
}

async function teamFacts(around: Surroundings, team: string, decisionType: string): Promise<TeamFacts> {
  const [found, tuning] = await Promise.all([around.team.load(team), around.policy.tunings.load(team, decisionType)])
  return { timeZone: found?.timeZone, tuning }
}

const getDecision = read({
  scope,
  async run(db, input: { id: string }, ctx): Promise<OutputOf<typeof contract.getDecision>> {
    const row = await decisionFor(ctx, db, { id: input.id, scope })
    const [execution, outcome] = await Promise.all([executionOf(db, row.team_id, row.id), outcomeOf(db, row.team_id, row.id)])
    const evidence = JSON.parse(row.entry) as Evidence
    return {
      id: row.id,
      tier: row.tier,
      policyTier: row.policy_tier,
      recordOnly: row.record_only,
      reasons: evidence.reasons.map((reason) => ({ ...reason })),
      standard: evidence.standard,
      argumentsHash: row.arguments_hash,
      recordedAt: row.recorded_at.toISOString(),
      review: row.tier === 'review' ? { href: `/api/v1/decisions/${row.id}/review` } : null,
      repeated: false,
      aiAgent: row.ai_agent_id,
      team: row.team_id,
      deployment: row.deployment_id,
      decisionType: row.decision_type,
      run: row.run_id,
      call: row.call_id,
      occurredAt: row.occurred_at?.toISOString() ?? null,
      content: row.content === null ? null : JSON.parse(row.content),
      seq: row.seq,
      execution: toExecution(execution),
      outcome: outcome ? { result: outcome.result, detail: outcome.detail, reportedAt: outcome.reported_at.toISOString() } : null,
    }
  },
})

/** A permission that a person took away was never executed. */
function toExecution(row: ExecutionRow | undefined): OutputOf<typeof contract.execute> | null {
  if (!row || row.basis === 'withdrawn') return null
  return { basis: row.basis, argumentsHash: row.arguments_hash, consumedAt: row.consumed_at.toISOString() }
}

function toSummary(row: DecisionRow) {
  const evidence = JSON.parse(row.entry) as Evidence
  return {
    id: row.id,
    aiAgent: row.ai_agent_id,
    team: row.team_id,
    deployment: row.deployment_id,
    decisionType: row.decision_type,
    tier: row.tier,
    policyTier: row.policy_tier,
    recordOnly: row.record_only,
    isCovered: row.standard_version !== null,
    because: evidence.reasons[0]?.because ?? '',
    run: row.run_id,
    call: row.call_id,
    occurredAt: row.occurred_at?.toISOString() ?? null,
    recordedAt: row.recorded_at.toISOString(),
  }
}
