import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

const isStorable = (text: string) => !/[\p{Surrogate}\0]/u.test(text)
export const Words = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'leave out zero bytes and broken Unicode'))

/** What is made to fail. */
export const ScenarioId = z.enum(['ai_agent_stops', 'errors_spike', 'queue_floods', 'kill_switch'])
/** `running`; `ended` as planned, by itself or by hand; `aborted` because somebody or a stop condition stopped it. */
export const DrillState = z.enum(['running', 'ended', 'aborted'])
/**
 * The moments of a drill: the failure was injected, Pilotage noticed it, the first person was told, somebody acknowledged,
 * the damage stopped, everything was as before.
 */
export const Moment = z.enum(['injected', 'detected', 'told', 'acknowledged', 'contained', 'restored'])
export const Severity = z.enum(['critical', 'high', 'normal'])
/** What the drill showed: the promise was kept, it was answered late, nobody answered; `unclear` when it was stopped before. */
export const Verdict = z.enum(['kept', 'late', 'unanswered', 'unclear'])

const at = z.iso.datetime()
export const minutesMaxOf = z.int().check(z.minimum(5), z.maximum(240))
export const itemsOf = z.int().check(z.minimum(1), z.maximum(200))

export const Scenario = z.object({
  id: ScenarioId,
  title: z.string(),
  /** What is injected, and what is not touched. */
  about: z.string(),
  /** A sentence to begin with: what should happen. */
  hypothesis: z.string(),
  /** What counts as contained. */
  containedWhen: z.string(),
  /** When it stops by itself before its time. */
  stopsWhen: z.array(z.string()),
  /** True when it needs an AI agent. */
  needsAiAgent: z.boolean(),
  minutesMax: z.int(),
  /** Labelled items that it opens, 0 for none. */
  items: z.int(),
})

export const MomentReached = z.object({
  moment: Moment,
  /** Null while it was not reached. */
  at: z.nullable(at),
  /** Since the failure was injected. */
  afterSeconds: z.nullable(z.number()),
  /** The role that was told or that answered, never who. */
  role: z.nullable(z.string()),
})

export const Drill = z.object({
  id: Uuid,
  scenario: ScenarioId,
  team: Slug,
  aiAgent: z.nullable(Slug),
  severity: Severity,
  hypothesis: z.string(),
  note: z.nullable(z.string()),
  state: DrillState,
  startedAt: at,
  /** When it ends by itself. */
  endsAt: at,
  endedAt: z.nullable(at),
  /** Why it was started outside of business hours; null when it was not. */
  forcedBecause: z.nullable(z.string()),
  /** Why it was aborted. */
  abortedBecause: z.nullable(z.string()),
  timeline: z.array(MomentReached),
  promise: z.object({
    /** Seconds that the procedure gives the first step to answer, by its own clock; for the kill switch 1. */
    seconds: z.nullable(z.number()),
    /** Seconds that it took; null while nobody answered. */
    tookSeconds: z.nullable(z.number()),
  }),
  /** Labelled items that were put into the queue, and how many of them were answered. */
  items: z.object({ injected: z.int(), answered: z.int() }),
  /** Every running server and how long it took until it refused; only for the kill switch. */
  nodes: z.array(z.object({ node: z.string(), inForceSeconds: z.nullable(z.number()) })),
  /** The team's escalations that the drill set off. */
  escalations: z.array(Uuid),
  /** Null while it runs. */
  verdict: z.nullable(Verdict),
  /** What was learned, in the words of whoever ended it. */
  learned: z.nullable(z.string()),
})

/** What a gate reads: a dated statement with the drill behind it. */
export const Evidence = z.object({
  drill: Uuid,
  /** The day on which it was run, in the team's time zone. */
  on: z.string(),
  team: Slug,
  aiAgent: z.nullable(Slug),
  scenario: ScenarioId,
  verdict: Verdict,
  /** In one sentence. */
  says: z.string(),
  hypothesis: z.string(),
  timeline: z.array(MomentReached),
  promise: Drill.shape.promise,
  wasInBusinessHours: z.boolean(),
  learned: z.nullable(z.string()),
  /** SHA-256 in hex over the canonical JSON of everything above, as it stands in the audit log. */
  digest: z.string(),
})
