/** Arrival rates per hour in intervals of one length. */
export type Rates = { perHour: readonly number[]; intervalMinutes: number; handleMinutes: number }

/** The load that each interval really carries, in hours of people per hour. */
export type CarriedLoad = { mean: number; atEnd: number }

/**
 * Modified offered load (Jennings, Mandelbaum, Massey and Whitt 1996): the mean number in review if there were people enough
 * for everybody, m′(t) = λ(t) − µ·m(t). With long reviews the peak of the work comes after the peak of the arrivals, and
 * staffing each interval for its own rate is wrong.
 */
export function carriedLoads({ perHour, intervalMinutes, handleMinutes }: Rates, startingLoad = 0): CarriedLoad[] {
  const steps = intervalMinutes / handleMinutes
  const stays = Math.exp(-steps)
  let before = startingLoad
  return perHour.map((rate) => {
    const settled = (rate * handleMinutes) / 60
    const mean = settled + ((before - settled) * (1 - stays)) / steps
    before = settled + (before - settled) * stays
    return { mean, atEnd: before }
  })
}

/** The same for rates that come around again, like those of a week. */
export function carriedLoadsOfCycle(rates: Rates): CarriedLoad[] {
  const warm = carriedLoads(rates)
  return carriedLoads(rates, warm.at(-1)?.atEnd ?? 0)
}
