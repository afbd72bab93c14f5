import type * as z from 'zod/mini'
import type { Drill as DrillShape, Moment, Verdict as VerdictShape } from './contract/shapes.ts'
import { type Scenario, scenarioOf } from './scenario.ts'

export type Verdict = z.infer<typeof VerdictShape>

/** A labelled failure that sets off the real procedure and is measured. */
export type Drill = {
  teamId: string
  id: string
  scenario: Scenario['id']
  aiAgentId: string | null
  severity: z.infer<typeof DrillShape>['severity']
  hypothesis: string
  note: string | null
  state: z.infer<typeof DrillShape>['state']
  startedAt: Date
  endsAt: Date
  endedAt: Date | null
  forcedBecause: string | null
  abortedBecause: string | null
  learned: string | null
  detectedAt: Date | null
  toldAt: Date | null
  toldRole: string | null
  acknowledgedAt: Date | null
  acknowledgedRole: string | null
  containedAt: Date | null
  promiseSeconds: number | null
  /** Until when an answer keeps the promise; null before anybody was told. */
  promisedUntil: Date | null
  itemsInjected: number
  itemsAnswered: number
  escalations: string[]
  verdict: Verdict | null
}

/** A server and when it first refused. */
export type Node = { node: string; inForceAt: Date | null }

/** How long a kill switch may take. */
export const switchSeconds = 1

/** The AI agent of a kill switch drill. It exists nowhere else. */
export const phantomOf = ({ id }: Pick<Drill, 'id'>): string => `drill-${id.slice(-12)}`

export const alarmSubject = ({ id }: Pick<Drill, 'id'>): string => `drill:${id}`

/** When the drill was answered: by the first person who said so, or by the last server that refused. */
const answeredAt = (drill: Drill) => (drill.scenario === 'kill_switch' ? drill.containedAt : drill.acknowledgedAt)

/** What a drill showed. One that was stopped before its end showed nothing. */
export function verdictOf(drill: Drill): Verdict {
  if (drill.state === 'aborted') return 'unclear'
  const answered = answeredAt(drill)
  if (answered === null) return 'unanswered'
  return drill.promisedUntil === null || answered <= drill.promisedUntil ? 'kept' : 'late'
}

const secondsBetween = (from: Date | null, to: Date | null) => (from && to ? (to.getTime() - from.getTime()) / 1000 : null)

/** Seconds from when the first person was told until somebody answered; for the kill switch from when it was set. */
export function tookSeconds(drill: Drill): number | null {
  return secondsBetween(drill.scenario === 'kill_switch' ? drill.startedAt : drill.toldAt, answeredAt(drill))
}

type Reached = { moment: z.infer<typeof Moment>; at: Date | null; role: string | null }

function momentsOf(drill: Drill): Reached[] {
  return [
    { moment: 'injected', at: drill.startedAt, role: null },
    { moment: 'detected', at: drill.detectedAt, role: null },
    { moment: 'told', at: drill.toldAt, role: drill.toldRole },
    { moment: 'acknowledged', at: drill.acknowledgedAt, role: drill.acknowledgedRole },
    { moment: 'contained', at: drill.containedAt, role: null },
    { moment: 'restored', at: drill.endedAt, role: null },
  ]
}

export function timelineOf(drill: Drill) {
  return momentsOf(drill).map(({ moment, at, role }) => ({
    moment,
    at: at?.toISOString() ?? null,
    afterSeconds: secondsBetween(drill.startedAt, at),
    role,
  }))
}

export function toDrill(drill: Drill, nodes: readonly Node[]): z.infer<typeof DrillShape> {
  const { id, scenario, severity, hypothesis, note, state, forcedBecause, abortedBecause, learned, verdict } = drill
  return {
    ...{ id, scenario, team: drill.teamId, aiAgent: drill.aiAgentId, severity, hypothesis, note, state },
    ...{ forcedBecause, abortedBecause, learned, verdict, escalations: drill.escalations },
    startedAt: drill.startedAt.toISOString(),
    endsAt: drill.endsAt.toISOString(),
    endedAt: drill.endedAt?.toISOString() ?? null,
    timeline: timelineOf(drill),
    promise: { seconds: drill.promiseSeconds, tookSeconds: tookSeconds(drill) },
    items: { injected: drill.itemsInjected, answered: drill.itemsAnswered },
    nodes: nodes.map(({ node, inForceAt }) => ({ node, inForceSeconds: secondsBetween(drill.startedAt, inForceAt) })),
  }
}

const verdictWords: Record<Verdict, string> = {
  kept: 'was answered in the promised time',
  late: 'was answered later than promised',
  unanswered: 'was not answered',
  unclear: 'was stopped before it showed anything',
}

/** What a drill proves, in one sentence. */
export function said(drill: Drill & { verdict: Verdict }, on: string): string {
  const { title } = scenarioOf(drill.scenario)
  const took = tookSeconds(drill)
  const time = took === null ? '' : `, after ${took < 90 ? `${took.toFixed(1)} seconds` : `${Math.round(took / 60)} minutes`}`
  return `The drill “${title}” in team ${drill.teamId} on ${on} ${verdictWords[drill.verdict]}${time}.`
}

/** What was seen of a drill since the last look. What was reached before stays as it was. */
export type Seen = Pick<
  Drill,
  'toldAt' | 'toldRole' | 'acknowledgedAt' | 'acknowledgedRole' | 'containedAt' | 'promisedUntil' | 'itemsAnswered' | 'escalations'
>

export function withSeen(drill: Drill, seen: Seen): Drill {
  const isTold = drill.toldAt !== null
  const isAnswered = drill.acknowledgedAt !== null
  return {
    ...drill,
    toldAt: drill.toldAt ?? seen.toldAt,
    toldRole: isTold ? drill.toldRole : seen.toldRole,
    acknowledgedAt: drill.acknowledgedAt ?? seen.acknowledgedAt,
    acknowledgedRole: isAnswered ? drill.acknowledgedRole : seen.acknowledgedRole,
    containedAt: drill.containedAt ?? seen.containedAt,
    promisedUntil: drill.promisedUntil ?? seen.promisedUntil,
    itemsAnswered: Math.max(drill.itemsAnswered, seen.itemsAnswered),
    escalations: [...new Set([...drill.escalations, ...seen.escalations])],
  }
}
