import { createHash } from 'node:crypto'
import serialize from 'canonicalize'
import type { Answer, Question } from './contract.ts'
import type { SettledQuestion } from './settle.ts'

export type RunState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
export type RunStep = 'waiting' | 'first' | 'base' | 'curve' | 'breaking' | 'staffing' | 'done'

// The types of the package describe another form of module than it has.
const canonicalize = serialize as unknown as (value: unknown) => string | undefined

type Ranged = { value: number; low: number; high: number }

/** A finished answer in a line. */
export type InShort = { lateShare: Ranged | null; breaksAtVolume: Ranged | null; holds: boolean | null }

/** One simulation: its question, what it depends on, and what it knows so far. */
export type Run = {
  teamId: string
  id: string
  name: string | null
  state: RunState
  progress: { step: RunStep; done: number; total: number }
  question: Question
  inputsDigest: string
  seed: number
  engine: string
  answer: Answer
  problem: string | null
  volumePerDay: number
  peoplePlanned: number
  inShort: InShort | null
  madeAt: Date
  endedAt: Date | null
  evidence: { note: string; at: Date } | null
}

/** Moves whenever the same inputs would give other figures. */
export const engine = 'pilotage-queue-2'

/** SHA-256 over everything that the answer depends on, in the canonical form of JSON. */
export function digestOf(asked: SettledQuestion): string {
  const text = canonicalize({ engine, settled: asked.settled, week: asked.week, days: asked.days }) ?? ''
  return createHash('sha256').update(text).digest('hex')
}

export function inShort({ base, breaking }: Answer): InShort {
  return { lateShare: base?.lateShare ?? null, breaksAtVolume: breaking?.at?.volumePerDay ?? null, holds: base?.holds ?? null }
}
