import type * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'
import type { CardField } from './card.ts'
import type { Phase as PhaseShape, StartPhase as StartPhaseShape } from './contract/shapes.ts'

export type Phase = z.infer<typeof PhaseShape>
export type StartPhase = z.infer<typeof StartPhaseShape>

/** One AI agent version at work for one team and one of its processes. */
export type Deployment = {
  id: string
  aiAgentId: string
  teamId: string
  process: string
  aiAgentVersion: string
  phase: Phase
  /** Where a paused deployment came from, null otherwise. */
  pausedFrom: StartPhase | null
  etag: number
  changedAt: Date
}

/** What the registry lets a deployment do at most. The policy may say less, never more. */
export type Ceiling = 'human_only' | 'review' | 'autonomous'

export type PhaseFacts = { phase: Phase; ceiling: Ceiling; recordOnly: boolean; because: string }

const facts: Record<Phase, PhaseFacts> = {
  shadow: {
    phase: 'shadow',
    ceiling: 'human_only',
    recordOnly: true,
    because: 'The deployment is in shadow: what the AI agent proposes is recorded, and people decide.',
  },
  assist: {
    phase: 'assist',
    ceiling: 'review',
    recordOnly: false,
    because: 'The deployment is in assist: the AI agent proposes, and a teammate says yes first.',
  },
  live: { phase: 'live', ceiling: 'autonomous', recordOnly: false, because: 'The deployment is live.' },
  paused: { phase: 'paused', ceiling: 'human_only', recordOnly: false, because: 'The deployment is paused, so people decide.' },
  retired: { phase: 'retired', ceiling: 'human_only', recordOnly: false, because: 'The deployment is retired, so people decide.' },
}

/** What a phase permits at most, and why in words. */
export function phaseTier(phase: Phase): PhaseFacts {
  return facts[phase]
}

const rank: Record<StartPhase, number> = { shadow: 0, assist: 1, live: 2 }
const startPhases: readonly StartPhase[] = ['shadow', 'assist', 'live']

export function isStart(phase: Phase): phase is StartPhase {
  return phase in rank
}

/**
 * Where a deployment may go: one step up, or down to any lower phase; to paused; from paused back to where it was or
 * lower; to retired, which is final.
 */
export function movesFrom(deployment: Pick<Deployment, 'phase' | 'pausedFrom'>): Phase[] {
  const { phase, pausedFrom } = deployment
  if (phase === 'retired') return []
  if (isStart(phase)) return [...startPhases.filter((to) => to !== phase && rank[to] <= rank[phase] + 1), 'paused', 'retired']
  return [...startPhases.filter((to) => rank[to] <= rank[pausedFrom ?? 'shadow']), 'retired']
}

/** True when the AI agent may do no more after the move than before it. */
export function isRestricting(from: Phase, to: Phase): boolean {
  if (to === 'paused' || to === 'retired') return true
  return isStart(from) && rank[to] <= rank[from]
}

export type Readiness = { hasOwner: boolean; missing: readonly CardField[] }

/** Refuses live while nobody answers for the AI agent or its card has holes. */
export function requireReady(phase: Phase, ready: Readiness): void {
  if (phase !== 'live') return
  if (!ready.hasOwner)
    throw new AppError('conflict', 'Nobody who is active answers for this AI agent, so it cannot go live.', {
      next: 'Name an accountable owner on its page.',
    })
  if (ready.missing.length > 0)
    throw new AppError('conflict', `The AI agent card is not complete: ${namesOf(ready.missing)}.`, {
      next: 'Fill in these fields of the AI agent card.',
      missing: ready.missing.map((field) => field.field),
    })
}

function namesOf(fields: readonly CardField[]): string {
  return fields.map((field) => field.label.toLowerCase()).join(', ')
}

export type Move = { phase: Phase; aiAgentVersion?: string; at: Date }

/** Moves a deployment, or only states the version that runs from now on. */
export function move(deployment: Deployment, to: Move, ready: Readiness): Deployment {
  requireLegal(deployment, to)
  requireReady(to.phase, ready)
  const pausedFrom = to.phase === 'paused' ? startOf(deployment) : null
  const aiAgentVersion = to.aiAgentVersion ?? deployment.aiAgentVersion
  return { ...deployment, phase: to.phase, pausedFrom, aiAgentVersion, etag: deployment.etag + 1, changedAt: to.at }
}

function startOf(deployment: Deployment): StartPhase {
  return isStart(deployment.phase) ? deployment.phase : (deployment.pausedFrom ?? 'shadow')
}

function requireLegal(deployment: Deployment, to: Move): void {
  const allowed = movesFrom(deployment)
  if (allowed.includes(to.phase)) return
  const isNewVersion = to.aiAgentVersion !== undefined && to.aiAgentVersion !== deployment.aiAgentVersion
  if (deployment.phase === to.phase && deployment.phase !== 'retired' && isNewVersion) return
  if (deployment.phase === 'retired')
    throw new AppError('conflict', `Deployment ${deployment.id} is retired, and that is final.`, {
      next: 'Make a new deployment for the team.',
    })
  if (deployment.phase === to.phase)
    throw new AppError('conflict', `Deployment ${deployment.id} is in ${to.phase} already.`, { next: 'Nothing is left to do.' })
  throw new AppError('conflict', `A deployment in ${deployment.phase} cannot go to ${to.phase} in one step.`, {
    next: `From here it may become ${allowed.join(', ')}.`,
    allowed,
  })
}

/** The id of the nth deployment of the same AI agent, team and process; the first is 1. */
export function deploymentId(of: { aiAgentId: string; teamId: string; process: string }, nth: number): string {
  const first = `${of.aiAgentId}~${of.teamId}~${of.process}`
  return nth === 1 ? first : `${first}~${nth}`
}

/**
 * The deployment that a proposal falls under. With a process it is the one for that process; without, the one that
 * permits least, because nobody said which work it is.
 */
export function pickDeployment(deployments: readonly Deployment[], process?: string): Deployment | null {
  const fitting = process === undefined ? deployments : deployments.filter((each) => each.process === process)
  return fitting.reduce<Deployment | null>((least, each) => (least === null || permitsLess(each, least) ? each : least), null)
}

const order: readonly Phase[] = ['retired', 'paused', 'shadow', 'assist', 'live']

function permitsLess(one: Deployment, other: Deployment): boolean {
  return order.indexOf(one.phase) < order.indexOf(other.phase)
}
