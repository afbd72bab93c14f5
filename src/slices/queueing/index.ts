export {
  flatWeek,
  type LoggedDay,
  loggedDaysOf,
  partOfWorkingDay,
  perWorkingDay,
  sumOf,
  type Week,
  weekOf,
  weekOfDays,
  wholeDays,
} from './arrivals.ts'
export { backlogByDay, reviewsPerDay } from './backlog.ts'
export { daysBetween, filledDays, weekdayOf } from './days.ts'
export { meanWaitForSpread, waitingAt } from './erlang.ts'
export { type Bracket, halved } from './halving.ts'
export { halfHoursOfDay } from './ids.ts'
export type { Handling } from './log-profile.ts'
export { carriedLoadsOfCycle } from './offered-load.ts'
export { hoursIn, openDays, openIn, plannedHoursOfWeek, plannedOf, poolsOf, type Shift, usualShift } from './shifts.ts'
export { emptyItems, type Items } from './simulation/desk.ts'
export { daysOf, eventsOf, type Gathered, gather, playMore, total } from './simulation/gather.ts'
export { growthOf } from './simulation/growth.ts'
export { amountOf, dayQuantile, queueQuantile, type Range, ratioOf, shareOf, waitQuantile } from './simulation/ranges.ts'
export type { Scenario } from './simulation/scenario.ts'
export type { ClassCount, Stretch } from './simulation/tally.ts'
export { occupancyLimit, peopleNeeded, peopleToPlan, proposedPeople, serviceLimits } from './staffing.ts'
