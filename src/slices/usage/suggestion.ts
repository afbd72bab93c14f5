import type * as z from 'zod/mini'
import type { Tally } from '#slices/measures/index.ts'
import { bucketOf, dayOf } from '#slices/measures/index.ts'
import { binOf, type ConfidenceCount, millionthsOf } from './confidence.ts'
import type { outcomes, SuggestionFact, useReasons } from './contract.ts'

export type Outcome = (typeof outcomes)[number]
type UseReason = (typeof useReasons)[number]

/** A suggestion that was shown to a teammate, and what became of it. */
export type Suggestion = {
  teamId: string
  id: string
  pseudonym: string
  aiAgentId: string
  kind: string
  shownAt: Date
  answeredAt: Date | null
  outcome: Outcome
  reason: UseReason | null
  confidenceMillionths: number | null
  keptShare: number | null
  isEligible: boolean
}

export function suggestionOf(fact: z.infer<typeof SuggestionFact>, pseudonym: string): Suggestion {
  return {
    teamId: fact.team,
    id: fact.id,
    pseudonym,
    aiAgentId: fact.aiAgent,
    kind: fact.kind ?? '',
    shownAt: new Date(fact.shownAt),
    answeredAt: fact.answeredAt ? new Date(fact.answeredAt) : null,
    outcome: fact.outcome,
    reason: fact.reason ?? null,
    confidenceMillionths: millionthsOf(fact.confidence),
    keptShare: fact.keptShare ?? null,
    isEligible: fact.isEligible ?? true,
  }
}

export const suggestionKey = ({ teamId, id }: Suggestion): string => `${teamId}\t${id}`

/**
 * What is known of a suggestion that was told of twice: the later answer, then the fuller one. An order over all that can be told, so
 * that it never matters which came first.
 */
export function fullerSuggestion(one: Suggestion, other: Suggestion): Suggestion {
  return rankOf(one) >= rankOf(other) ? one : other
}

const timeRank = (at: Date | null) => String((at?.getTime() ?? -1e13) + 1e13).padStart(15, '0')

function rankOf(of: Suggestion): string {
  const known = [of.keptShare, of.reason, of.confidenceMillionths].filter((each) => each !== null).length
  const { keptShare, reason, outcome, kind, aiAgentId, pseudonym, isEligible } = of
  const rest = [timeRank(of.shownAt), outcome, of.confidenceMillionths, keptShare, reason, kind, aiAgentId, pseudonym, isEligible]
  return `${timeRank(of.answeredAt)} ${known} ${JSON.stringify(rest)}`
}

export const isTaken = ({ outcome }: Suggestion): boolean => outcome === 'accepted' || outcome === 'edited'

/** What makes use: taken, or overridden with a reason, on a ticket that the AI agent is meant for. */
export const isAction = (of: Suggestion): boolean => of.isEligible && (isTaken(of) || (of.outcome === 'overridden' && of.reason !== null))

/** The version of a measure by which a day is counted. */
export type VersionOf = (measureId: string, day: string) => number

/** What a suggestion adds to the counts that pages read. */
export function tallyOfSuggestion(of: Suggestion, versionOf: VersionOf): Tally {
  const day = dayOf(of.shownAt)
  const place = { teamId: of.teamId, day, aiAgentId: of.aiAgentId, kind: of.kind }
  const count = (measureId: string, x: number) => ({
    ...place,
    measureId,
    version: versionOf(measureId, day),
    n: 1,
    x,
    total: 0n,
    squares: 0n,
  })
  const counts = [count('suggestions', 0)]
  if (of.answeredAt === null) return { counts, spreads: [], hours: [] }
  counts.push(count('accepted', isTaken(of) ? 1 : 0), count('answer_time_median', 0))
  if (isTaken(of) && of.keptShare !== null) counts.push(count('kept', of.keptShare === 1 ? 1 : 0))
  const seconds = (of.answeredAt.getTime() - of.shownAt.getTime()) / 1000
  return { counts, spreads: [{ ...place, measureId: 'answer_time_median', bucket: bucketOf(seconds), n: 1 }], hours: [] }
}

/** What a suggestion adds to a day of a person's use. */
export type UseDay = {
  teamId: string
  day: string
  pseudonym: string
  aiAgentId: string
  shown: number
  accepted: number
  edited: number
  overridden: number
  rejected: number
  actions: number
}

export function useDayOf(of: Suggestion): UseDay {
  const { teamId, pseudonym, aiAgentId, outcome } = of
  const is = (wanted: Outcome) => (outcome === wanted ? 1 : 0)
  return {
    teamId,
    day: dayOf(of.shownAt),
    pseudonym,
    aiAgentId,
    shown: 1,
    accepted: is('accepted'),
    edited: is('edited'),
    overridden: is('overridden'),
    rejected: is('rejected'),
    actions: isAction(of) ? 1 : 0,
  }
}

export type Refusal = { teamId: string; day: string; aiAgentId: string; reason: string; n: number }

export function refusalsOf({ teamId, aiAgentId, shownAt, outcome, reason }: Suggestion): Refusal[] {
  if (reason === null || (outcome !== 'overridden' && outcome !== 'rejected')) return []
  return [{ teamId, day: dayOf(shownAt), aiAgentId, reason, n: 1 }]
}

export function confidenceOfSuggestion(of: Suggestion): ConfidenceCount[] {
  if (of.answeredAt === null || of.confidenceMillionths === null) return []
  return [
    {
      teamId: of.teamId,
      day: dayOf(of.shownAt),
      records: 'suggestions',
      aiAgentId: of.aiAgentId,
      aiAgentVersion: '',
      kind: of.kind,
      bin: binOf(of.confidenceMillionths),
      n: 1,
      x: isTaken(of) ? 1 : 0,
      inScope: of.isEligible ? 1 : 0,
      millionths: of.confidenceMillionths,
    },
  ]
}
