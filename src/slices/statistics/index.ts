export type { TeamMix } from './case-mix.ts'
export type { Beta } from './distributions.ts'
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
} from './drift.ts'
export { designEwma, type EwmaDesign, type EwmaState, ewmaDefaults, type Scale, stepEwma } from './ewma.ts'
export { defaultReview, type ReviewedMeasure, type ReviewedTeam, reviewDivergence } from './review.ts'
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
