import type * as z from 'zod/mini'
import type { AccessFact, ExposureFact, TrainingFact } from './contract.ts'

export type Training = { teamId: string; pseudonym: string; kind: string; at: Date }
export type Access = { teamId: string; pseudonym: string; from: Date; until: Date | null }
export type Exposure = { teamId: string; day: string; pseudonym: string; eligibleTickets: number; assistedTickets: number | null }

export const trainingOf = ({ team, kind, at }: z.infer<typeof TrainingFact>, pseudonym: string): Training => ({
  teamId: team,
  pseudonym,
  kind,
  at: new Date(at),
})

export const accessOf = ({ team, from, until }: z.infer<typeof AccessFact>, pseudonym: string): Access => ({
  teamId: team,
  pseudonym,
  from: new Date(from),
  until: until ? new Date(until) : null,
})

export const exposureOf = (fact: z.infer<typeof ExposureFact>, pseudonym: string): Exposure => ({
  teamId: fact.team,
  day: fact.day,
  pseudonym,
  eligibleTickets: fact.eligibleTickets,
  assistedTickets: fact.assistedTickets ?? null,
})

export const trainingKey = ({ teamId, pseudonym, kind, at }: Training): string => [teamId, pseudonym, kind, at.getTime()].join('\t')
export const accessKey = ({ teamId, pseudonym, from }: Access): string => [teamId, pseudonym, from.getTime()].join('\t')
export const exposureKey = ({ teamId, day, pseudonym }: Exposure): string => [teamId, day, pseudonym].join('\t')

/** An end that was told once stays; of two ends the later counts. */
export function longerAccess(one: Access, other: Access): Access {
  if (one.until === null || other.until === null) return one.until === null ? other : one
  return one.until >= other.until ? one : other
}

/** The greater numbers of two reports of one day. */
export function greaterExposure(one: Exposure, other: Exposure): Exposure {
  const assisted = [one.assistedTickets, other.assistedTickets].filter((each) => each !== null)
  return {
    ...one,
    eligibleTickets: Math.max(one.eligibleTickets, other.eligibleTickets),
    assistedTickets: assisted.length === 0 ? null : Math.max(...assisted),
  }
}
