import { offeredLoad, type Station } from './erlang.ts'

/** A station from whose queue items leave unserved, on average after `patienceMinutes`: customers give up, items expire. */
export type ImpatientStation = Station & { patienceMinutes: number }

export type Impatience = {
  chanceToWait: number
  /** Share of arrivals that leave before anybody takes them. */
  leftShare: number
  /** Mean time in the queue of all arrivals, in minutes. */
  meanWaitMinutes: number
  meanQueue: number
  occupancy: number
  /** Chance that somebody who never gives up would wait longer. */
  patientLateShare(minutes: number): number
  /** Chance to be still in the queue after so many minutes. */
  stillWaitingShare(minutes: number): number
}

/**
 * The M/M/n+M queue, Erlang A (Palm; Garnett, Mandelbaum and Reiman 2002), from the stationary chain. The chain is built
 * outwards from its most likely state, so that nothing overflows with thousands of people. Always stable.
 */
export function impatientWaiting(station: ImpatientStation): Impatience {
  const { arrivalsPerHour, handleMinutes, people, patienceMinutes } = station
  const chain = stationary(station)
  const queue = chain.map((share, inSystem) => share * Math.max(0, inSystem - people))
  const meanQueue = sum(queue)
  const leftShare = (meanQueue * 60) / patienceMinutes / arrivalsPerHour
  const waiting = chain.slice(people)
  const patientLateShare = (minutes: number) => offeredLongerThan(minutes, { station, waiting })
  return {
    chanceToWait: sum(waiting),
    leftShare,
    meanWaitMinutes: (meanQueue / arrivalsPerHour) * 60,
    meanQueue,
    occupancy: (offeredLoad({ arrivalsPerHour, handleMinutes }) * (1 - leftShare)) / people,
    patientLateShare,
    stillWaitingShare: (minutes) => patientLateShare(minutes) * Math.exp(-minutes / patienceMinutes),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Shares of time with 0, 1, 2 … in the system. Rates are per hour. */
function stationary({ arrivalsPerHour, handleMinutes, people, patienceMinutes }: ImpatientStation): number[] {
  const served = 60 / handleMinutes
  const leaving = 60 / patienceMinutes
  const deathRate = (inSystem: number) => Math.min(inSystem, people) * served + Math.max(0, inSystem - people) * leaving
  const negligible = 1e-18
  const weights: number[] = [1]
  // Rescaled when they grow, so the largest weight stays near one.
  for (let k = 1; ; k++) {
    const weight = ((weights[k - 1] as number) * arrivalsPerHour) / deathRate(k)
    weights.push(weight)
    if (weight > 1e100) for (let j = 0; j <= k; j++) weights[j] = (weights[j] as number) / weight
    if (k > people && deathRate(k) > arrivalsPerHour && (weights[k] as number) < negligible * Math.max(...weights.slice(-1000))) break
  }
  const total = sum(weights)
  return weights.map((weight) => weight / total)
}

/**
 * Someone who finds j waiting goes after j + 1 departures, at rates n·mu, n·mu + theta, …: the chance that this takes longer
 * than t is the incomplete beta function I_x(n·mu/theta, j + 1) at x = exp(−theta·t), here by its recursion over j.
 */
function offeredLongerThan(minutes: number, { station, waiting }: { station: ImpatientStation; waiting: readonly number[] }): number {
  const departures = (station.people * station.patienceMinutes) / station.handleMinutes
  const x = Math.exp(-minutes / station.patienceMinutes)
  let logTerm = departures * Math.log(x)
  let beyond = 0
  let late = 0
  for (const [j, share] of waiting.entries()) {
    beyond += Math.exp(logTerm)
    late += share * Math.min(1, beyond)
    logTerm += Math.log1p(-x) + Math.log((departures + j) / (j + 1))
  }
  return late
}
