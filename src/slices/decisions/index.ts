export { type Bell, makeBell } from './bell.ts'
export { type Answer, type Decider, makeDecider, type Surroundings } from './decide.ts'
export { type Proposal, proposalOf } from './decision.ts'
export { ensurePartitions } from './partitions.ts'
export {
  type Attempts,
  attemptsSince,
  decisionsAfterSeq,
  newestSeq,
  projectDecisions,
  rebuildRollups,
  type TickRow,
  undeployedAfter,
} from './project.ts'
export { type DecisionParts, mountDecisions } from './routes.ts'
export {
  type Asked,
  askedAt,
  askedBetween,
  askedOf,
  decisionsByTeam,
  type EndedRun,
  endedRuns,
  type Fate,
  fatesOf,
} from './store/fates.ts'
export { type Action, type ReviewAnswer, type SettledState, waitingAfterSeq } from './store/reviews.ts'
export { type DecisionRow, decisionOfId as decisionRow } from './store.ts'
export type { Failure, OnFailure } from './verbs/outcomes.ts'
export { settleReview, withdraw } from './verbs/settle.ts'
export { makeWriter, type Rejudge } from './writer.ts'
