export {
  type ActiveUse,
  activeUse,
  funnelOfUse,
  isActive,
  type Period,
  type PersonAccess,
  type StageCount,
  survivalOfUse,
  type TeamWeek,
  teamWeeks,
  type UseSurvival,
} from './active-use.ts'
export { type ActiveUseDefinition, defaultActiveUse } from './active-use-rules.ts'
export type { AdoptionCounts, AdoptionRules, SignalName } from './adoption-rules.ts'
export { defaultAdoptionRules } from './adoption-rules.ts'
export type { AdoptionLabel, AdoptionState, Evidence, Remedy } from './adoption-state.ts'
export { adoptionState } from './adoption-state.ts'
export type { TeamMix, TypeCases } from './case-mix.ts'
export {
  type Containment,
  type ContainmentClass,
  type ContainmentWindow,
  type Conversation,
  containmentOf,
  containmentWithFollowUp,
  type Ending,
} from './containment.ts'
export { binomialAtMost, gammaQuantile, normalBelow } from './distributions.ts'
export {
  type Detection,
  type DriftBaseline,
  type DriftDesign,
  type DriftRules,
  type DriftSettings,
  type DriftState,
  designDrift,
  detectionOf,
  driftDefaults,
  driftEvidence,
  isDrifting,
  type NoDriftDesign,
  needsNewLimit,
  type RateChange,
  startDrift,
  stepDrift,
  upperRate,
} from './drift.ts'
export {
  adjustedEffect,
  type Effect,
  effectOf,
  type Groups,
  type RandomisedUnit,
  type TeamChange,
  type Welch,
} from './effect.ts'
export { designEwma, type EwmaDesign, type EwmaState, ewmaDefaults, ewmaWidth, type Scale, stepEwma } from './ewma.ts'
export { isoWeek, lastingsOfUse, type PersonWeek, personWeeks, type TicketDay, type UseAct } from './person-weeks.ts'
export { exactInterval } from './proportions.ts'
export type { MeasureCells, ReviewedMeasure, ReviewedTeam, ReviewSettings, Verdict } from './review.ts'
export { defaultReview, reviewDivergence } from './review.ts'
export { type Satisfaction, type Stratum, satisfactionDefaults, satisfactionOf } from './satisfaction.ts'
export { alwaysValidRadius, mixtureTest, shareReadDaily, type TwoArms } from './sequence.ts'
export {
  designSilence,
  eventsPerYear,
  gapSurprises,
  hoursPerWeek,
  isSilent,
  type Quiet,
  quietSurprise,
  type Rhythm,
  type SilenceDesign,
  type Slot,
  silenceDefaults,
  silenceFoundAfter,
} from './silence.ts'
export {
  alarmingErrors,
  designSpike,
  type ErrorCount,
  firstSpike,
  type HourState,
  recentDecisions,
  type SpikeDesign,
  type SpikeSettings,
  startHours,
  stepHour,
} from './spike.ts'
export { type GroupTimeEffect, gapsByPeriod, staggeredEffects, type TeamPanel } from './staggered.ts'
export {
  endedByReason,
  type Lasting,
  type LastingWithReason,
  lastShownDay,
  type SurvivalAt,
  type SurvivalStep,
  survivalAt,
  survivalCurve,
  survivalDifference,
} from './survival.ts'
