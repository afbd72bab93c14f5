import type * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'
import type { EscalationSummary, escalationKinds, escalationStates, LogLine as LogLineShape } from './contract/shapes.ts'
import type { Severity, StepRole } from './procedure.ts'

export type EscalationState = (typeof escalationStates)[number]
export type EscalationKind = (typeof escalationKinds)[number]
export type LogWhat = z.infer<typeof LogLineShape>['what']

/** One matter that people are told of, step by step, until somebody looks after it or it is over. */
export type Escalation = {
  teamId: string
  id: string
  severity: Severity
  kind: EscalationKind
  /** What it is about; the same subject has one running escalation. */
  subject: string
  title: string
  text: string
  link: string | null
  drillId: string | null
  state: EscalationState
  /** The step that was told last, from 1; 0 before anybody was told. */
  step: number
  stepsCount: number
  waitsFor: StepRole | null
  hasProcedure: boolean
  itemsCount: number
  nextAt: Date | null
  openedAt: Date
  acknowledgedAt: Date | null
  closedAt: Date | null
}

/** A line of what happened, in roles. */
export type LogLine = {
  at: Date
  what: LogWhat
  role: StepRole | 'other' | null
  channelId?: string
  channelName?: string
  channelKind?: string
  deliveryId?: string
  says: string
}

/** True while its clock runs: the next step is told unless somebody answers. */
export function isWaiting({ state }: Pick<Escalation, 'state'>): boolean {
  return state === 'open' || state === 'handed_over'
}

/** Somebody looks after it: nobody further is told. */
export function acknowledged(before: Escalation, at: Date): Escalation {
  if (before.state === 'closed') throw over(before)
  if (before.state === 'acknowledged')
    throw new AppError('conflict', 'Somebody looks after this already.', {
      next: 'Nothing is left to do. Whoever it is can still hand it over.',
    })
  return { ...before, state: 'acknowledged', acknowledgedAt: at, nextAt: null }
}

export function mayHandOver({ state, step, stepsCount }: Pick<Escalation, 'state' | 'step' | 'stepsCount'>): boolean {
  return state !== 'closed' && step > 0 && step < stepsCount
}

/** Whoever has it passes it on: the next in the procedure is told at once. */
export function handedOver(before: Escalation, at: Date): Escalation {
  if (before.state === 'closed') throw over(before)
  if (before.step === 0)
    throw new AppError('conflict', 'Nobody was told of this yet.', { next: 'Wait until the first was told, or acknowledge it.' })
  if (!mayHandOver(before))
    throw new AppError('conflict', 'Nobody comes after this step.', { next: 'Talk to somebody, or close it when it is over.' })
  return { ...before, state: 'handed_over', acknowledgedAt: null, nextAt: at }
}

export function closed(before: Escalation, at: Date): Escalation {
  if (before.state === 'closed') throw over(before)
  return { ...before, state: 'closed', closedAt: at, nextAt: null, waitsFor: null }
}

function over({ closedAt }: Escalation): AppError {
  return new AppError('conflict', `This is over since ${closedAt?.toISOString()}.`, { next: 'Nothing is left to do.' })
}

export function escalationSubject({ teamId, id }: Pick<Escalation, 'teamId' | 'id'>): string {
  return `escalation:${teamId}/${id}`
}

export function summaryToWire(escalation: Escalation): z.infer<typeof EscalationSummary> {
  const { subject: _subject, hasProcedure: _hasProcedure, nextAt, openedAt, acknowledgedAt, closedAt, ...rest } = escalation
  return {
    ...rest,
    nextAt: nextAt?.toISOString() ?? null,
    openedAt: openedAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    isDrill: escalation.drillId !== null,
  }
}
