import { shareOf } from '#kernel/wilson.ts'

/** Contacts of one kind, such as channel × outcome × type: how many there were, how many answered, how many of those were satisfied. */
export type Stratum = { contacts: number; answers: number; satisfied: number }

export const satisfactionDefaults = { answersPerStratum: 10, answerShareMin: 0.1, coveredShareMin: 0.8 }

/**
 * Satisfaction of all contacts, not only of those who answered. `lowest` and `highest` hold whatever the silent ones think. `weighted` is the mean over strata with
 * enough answers, each with the weight of its contacts, and `standardError` its error with the finite-population factor. When few answered or the strata with
 * answers cover little, only the bounds may be shown.
 */
export type Satisfaction = {
  contacts: number
  answers: number
  answerShare: number
  raw: ReturnType<typeof shareOf>
  lowest: number
  highest: number
  weighted: number | null
  standardError: number | null
  coveredShare: number
  show: 'weighted' | 'bounds' | 'nothing'
}

export function satisfactionOf(strata: readonly Stratum[], rules: Partial<typeof satisfactionDefaults> = {}): Satisfaction {
  const by = { ...satisfactionDefaults, ...rules }
  const total = (list: readonly Stratum[], of: keyof Stratum) => list.reduce((sum, stratum) => sum + stratum[of], 0)
  const [contacts, answers, satisfied] = [total(strata, 'contacts'), total(strata, 'answers'), total(strata, 'satisfied')]
  const covered = strata.filter((stratum) => stratum.answers >= by.answersPerStratum)
  const coveredShare = contacts === 0 ? 0 : total(covered, 'contacts') / contacts
  const answerShare = contacts === 0 ? 0 : answers / contacts
  const isTelling = answerShare >= by.answerShareMin && coveredShare >= by.coveredShareMin
  const shown = isTelling ? 'weighted' : 'bounds'
  return {
    contacts,
    answers,
    answerShare,
    raw: shareOf(satisfied, answers),
    lowest: contacts === 0 ? 0 : satisfied / contacts,
    highest: contacts === 0 ? 1 : (satisfied + contacts - answers) / contacts,
    ...weightedMean(covered),
    coveredShare,
    show: contacts === 0 ? 'nothing' : shown,
  }
}

/** Post-stratification; variance of each stratum p(1−p)/(n−1) × (1 − n/N). Source: Cochran, Sampling Techniques, 3rd edition, sections 5.3 and 5A.9. */
function weightedMean(strata: readonly Stratum[]): { weighted: number | null; standardError: number | null } {
  const contacts = strata.reduce((sum, stratum) => sum + stratum.contacts, 0)
  if (contacts === 0) return { weighted: null, standardError: null }
  let weighted = 0
  let variance = 0
  for (const stratum of strata) {
    const weight = stratum.contacts / contacts
    const share = stratum.satisfied / stratum.answers
    weighted += weight * share
    variance += (weight * weight * share * (1 - share) * (1 - stratum.answers / stratum.contacts)) / (stratum.answers - 1)
  }
  return { weighted, standardError: Math.sqrt(variance) }
}
