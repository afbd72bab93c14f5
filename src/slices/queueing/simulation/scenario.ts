/** One class of exceptions. Rank 1 is served first. */
export type SimulatedClass = {
  share: number
  priority: number
  skill: number
  waitMinutesMax: number
  expiresAfterMinutes: number | null
}

/** People with the same skills, the first skill served first. `planned` goes through the cycle, interval by interval. */
export type Pool = { skills: readonly number[]; planned: readonly number[] }

/** Logged days, as factors on the rate of each interval of a day, and which of them fell on each day of the cycle. */
export type LoggedDays = { factors: readonly (readonly number[])[]; onDay: readonly (readonly number[])[] }

/**
 * Everything that a simulation depends on besides its seed. Rates and people come around again after a cycle, a week or a
 * single day. Time is in minutes from the start of the first interval.
 */
export type Scenario = {
  intervalMinutes: number
  intervalsPerDay: number
  ratesPerHour: readonly number[]
  /** Multiplies all rates; scenarios that differ in it only share their chance, so more volume is never luck. */
  scale: number
  loggedDays: LoggedDays | null
  classes: readonly SimulatedClass[]
  pools: readonly Pool[]
  /** Share of planned time that is spent elsewhere: each interval loses it by chance, so that it is right on average. */
  shrinkage: number
  handleMinutes: number
  /** Variance ÷ mean²: 0 constant, 1 exponential, below 1 gamma, above 1 lognormal. */
  handleScv: number
  depthMax: number
  /** What a reviewer who leaves does with the open item: back to the head of its queue with the work that is left, or to the end of it. */
  atShiftEnd: 'hand_back' | 'finish'
  waitCounts: 'always' | 'open_hours'
  /** Played and not counted, so that a stretch does not begin with an empty desk. */
  warmUpDays: number
  countedDays: number
  /** Played afterwards until everybody who was counted has been served, at most. */
  coolDownDays: number
}
