/** What is counted about a team's use of an AI agent over a window. Counts of people and of acts; nobody is named. */
export type AdoptionCounts = {
  windowDays: number
  people: number
  trained: number
  /** Saw enough suggestions to have met the AI agent at their work. */
  reached: number
  firstUsed: number
  activated: number
  /** Of those activated, without any use for fourteen days on which they had work for it. */
  stopped: number
  activePeople: number
  /** Suggestions shown to the team. */
  shown: number
  /** Accepted as they were or edited. */
  accepted: number
  overridden: number
  /** Reasons that say the answer does not fit: wrong, stale, does not fit, unsafe. */
  unfitReasons: number
  /** Reasons that say the person could not: did not know, no time, not trained. */
  enablementReasons: number
  /** Using it is an order. Then first use, stopping and active use tell nothing. */
  isUseMandatory?: boolean
}

export type SignalName = 'reach' | 'training' | 'first_use' | 'stopping' | 'override' | 'unfit_reasons' | 'active'

/** Below `low` and above `high` a share means something; `leastCases` are needed to say either. `people`: the cases are persons. */
export type SignalRule = {
  low: number
  high: number
  leastCases: number
  countsPeople: boolean
  /** What a low and a high state add to the log odds of rejection; absent where the signal only steers. */
  logOdds?: { low: number; high: number }
}

/** All judgement of the classifier in one value. Weights are set by experts; after some forty investigated cases they can be fitted anew. */
export type AdoptionRules = {
  /** Fewer people than this are never described. */
  peopleMin: number
  shownMin: number
  windowDaysMin: number
  /** Certainty with which a share must be below or above a cut. */
  certainty: number
  signals: Record<SignalName, SignalRule>
  /** Log odds are held to plus and minus this. */
  logOddsMax: number
  rejectionAt: number
  slowAt: number
  /** Signals for a label that are needed at least. */
  signalsMin: number
  /** A signal that adds this much speaks strongly: one against it forbids the label slow adoption. */
  strongAt: number
}

const people = { leastCases: 5, countsPeople: true }
const acts = { countsPeople: false }

export const defaultAdoptionRules: AdoptionRules = {
  peopleMin: 8,
  shownMin: 50,
  windowDaysMin: 14,
  certainty: 0.8,
  signals: {
    reach: { low: 0.5, high: 0.7, ...people },
    training: { low: 0.6, high: 0.8, ...people, logOdds: { low: -1, high: 0.5 } },
    first_use: { low: 0.4, high: 0.6, ...people, logOdds: { low: -1, high: 0.7 } },
    stopping: { low: 0.2, high: 0.4, ...people, logOdds: { low: -0.7, high: 1.5 } },
    override: { low: 0.3, high: 0.5, leastCases: 20, ...acts, logOdds: { low: -0.7, high: 1.2 } },
    unfit_reasons: { low: 0.4, high: 0.6, leastCases: 10, ...acts, logOdds: { low: -1.5, high: 1.5 } },
    active: { low: 0.4, high: 0.6, ...people },
  },
  logOddsMax: 4,
  rejectionAt: 0.85,
  slowAt: 0.15,
  signalsMin: 2,
  strongAt: 1,
}
