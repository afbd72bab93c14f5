import type * as z from 'zod/mini'
import type { Tally } from '#slices/measures/index.ts'
import { dayOf } from '#slices/measures/index.ts'
import { binOf, type ConfidenceCount, millionthsOf } from './confidence.ts'
import type { GradeFact } from './contract.ts'
import type { VersionOf } from './suggestion.ts'

/** An answer of an AI agent that somebody checked. */
export type Grade = {
  teamId: string
  id: string
  aiAgentId: string
  aiAgentVersion: string
  kind: string
  /** The case and the answer in a word, where they are known. */
  caseId: string | null
  answer: string | null
  confidenceMillionths: number | null
  isRight: boolean
  isInScope: boolean
  at: Date
  gradedAt: Date
}

export function gradeOf(fact: z.infer<typeof GradeFact>): Grade {
  return {
    teamId: fact.team,
    id: fact.id,
    aiAgentId: fact.aiAgent,
    aiAgentVersion: fact.aiAgentVersion,
    kind: fact.kind ?? '',
    caseId: fact.case ?? null,
    answer: fact.answer ?? null,
    confidenceMillionths: millionthsOf(fact.confidence),
    isRight: fact.isRight,
    isInScope: fact.isInScope,
    at: new Date(fact.at),
    gradedAt: new Date(fact.gradedAt ?? fact.at),
  }
}

export const gradeKey = ({ teamId, id }: Grade): string => `${teamId}\t${id}`

/** Of two grades of one answer the one that was made later; of two of one instant always the same. */
export function laterGrade(one: Grade, other: Grade): Grade {
  const apart = one.gradedAt.getTime() - other.gradedAt.getTime() || one.at.getTime() - other.at.getTime()
  if (apart !== 0) return apart > 0 ? one : other
  return rankOf(one) >= rankOf(other) ? one : other
}

const rankOf = ({ aiAgentId, aiAgentVersion, kind, caseId, answer, confidenceMillionths, isRight, isInScope }: Grade) =>
  JSON.stringify([
    caseId !== null,
    answer !== null,
    confidenceMillionths,
    isRight,
    isInScope,
    kind,
    aiAgentVersion,
    aiAgentId,
    caseId,
    answer,
  ])

/** What a grade adds to the counts that pages read. An answer to what the AI agent is not meant for is counted as it was graded. */
export function tallyOfGrade(of: Grade, versionOf: VersionOf): Tally {
  const day = dayOf(of.at)
  const count = (measureId: string) => ({
    teamId: of.teamId,
    measureId,
    day,
    aiAgentId: of.aiAgentId,
    kind: of.kind,
    version: versionOf(measureId, day),
    n: 1,
    x: of.isRight ? 1 : 0,
    total: 0n,
    squares: 0n,
  })
  return { counts: [count('right'), ...(of.isInScope ? [count('right_in_scope')] : [])], spreads: [], hours: [] }
}

export function confidenceOfGrade(of: Grade): ConfidenceCount[] {
  if (of.confidenceMillionths === null) return []
  return [
    {
      teamId: of.teamId,
      day: dayOf(of.at),
      records: 'grades',
      aiAgentId: of.aiAgentId,
      aiAgentVersion: of.aiAgentVersion,
      kind: of.kind,
      bin: binOf(of.confidenceMillionths),
      n: 1,
      x: of.isRight ? 1 : 0,
      inScope: of.isInScope ? 1 : 0,
      millionths: of.confidenceMillionths,
    },
  ]
}
