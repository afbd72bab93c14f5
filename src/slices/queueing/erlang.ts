/**
 * A queue in front of people who all do the same: arrivals at random (Poisson) at `arrivalsPerHour`, reviews that take
 * `handleMinutes` on average with an exponential spread, `people` on duty, first come first served, nobody gives up.
 */
export type Station = { arrivalsPerHour: number; handleMinutes: number; people: number }

/** Work that arrives in an hour, in hours of people; the mean number of busy people when there are enough. */
export function offeredLoad({ arrivalsPerHour, handleMinutes }: Omit<Station, 'people'>): number {
  return (arrivalsPerHour * handleMinutes) / 60
}

/** Share of arrivals that find all people busy when nobody can wait. By recursion over people, so it never overflows. */
export function erlangB(load: number, people: number): number {
  let blocked = 1
  for (let k = 1; k <= people; k++) blocked = (load * blocked) / (k + load * blocked)
  return blocked
}

/** Chance that an arrival has to wait. 1 when the load is as large as the people or larger: then the queue only grows. */
export function erlangC(load: number, people: number): number {
  if (load === 0) return 0
  if (load >= people) return 1
  const blocked = erlangB(load, people)
  return blocked / (1 - (load / people) * (1 - blocked))
}

/** What Erlang's delay formula says of a station. Minutes; infinite where the queue only grows. */
export type Waiting = {
  status: 'stable' | 'unstable'
  load: number
  occupancy: number
  chanceToWait: number
  meanWaitMinutes: number
  meanQueue: number
  /** Chance to wait longer than so many minutes. */
  lateShare(minutes: number): number
  /** The wait that a share of all arrivals stays under; 0 when so many do not wait at all. */
  waitQuantile(share: number): number
  /** Chance that more than so many are waiting. */
  depthChance(depth: number): number
}

/** Waiting in an M/M/n queue (Erlang 1917). Valid in the long run, for a rate that does not change. */
export function waitingAt(station: Station): Waiting {
  const { arrivalsPerHour, handleMinutes, people } = station
  const load = offeredLoad(station)
  const occupancy = people === 0 ? Number.POSITIVE_INFINITY : load / people
  const wait = erlangC(load, people)
  if (wait === 0 || load < people) {
    const sparePerMinute = people / handleMinutes - arrivalsPerHour / 60
    return {
      status: 'stable',
      load,
      occupancy: load === 0 ? 0 : occupancy,
      chanceToWait: wait,
      meanWaitMinutes: wait / sparePerMinute,
      meanQueue: ((wait / sparePerMinute) * arrivalsPerHour) / 60,
      lateShare: (minutes) => wait * Math.exp(-sparePerMinute * minutes),
      waitQuantile: (share) => (wait <= 1 - share ? 0 : Math.log(wait / (1 - share)) / sparePerMinute),
      depthChance: (depth) => (load === 0 ? 0 : wait * occupancy ** (depth + 1)),
    }
  }
  const never = Number.POSITIVE_INFINITY
  return {
    status: 'unstable',
    load,
    occupancy,
    chanceToWait: 1,
    meanWaitMinutes: never,
    meanQueue: never,
    lateShare: () => 1,
    waitQuantile: () => never,
    depthChance: () => 1,
  }
}

/**
 * Mean wait when handling times are not exponential, from their squared coefficient of variation (Allen and Cunneen).
 * Exact for one person, an approximation for more: a few percent low for regular times.
 */
export function meanWaitForSpread(station: Station, scv: number): number {
  return ((1 + scv) / 2) * waitingAt(station).meanWaitMinutes
}

/** Chance to wait in the limit of many people, for people = load + beta × √load (Halfin and Whitt 1981). */
export function chanceToWaitAtSpare(beta: number): number {
  const density = Math.exp((-beta * beta) / 2) / Math.sqrt(2 * Math.PI)
  return 1 / (1 + (beta * normalBelow(beta)) / density)
}

/** Normal distribution function by its power series around zero; exact to the last digits for |x| below 6. */
function normalBelow(x: number): number {
  let term = x
  let sum = x
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 500; k++) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
