import {
  backlogByDay,
  carriedLoadsOfCycle,
  halfHoursOfDay,
  hoursIn,
  meanWaitForSpread,
  occupancyLimit,
  openIn,
  peopleNeeded,
  peopleToPlan,
  plannedHoursOfWeek,
  plannedOf,
  reviewsPerDay,
  serviceLimits,
  sumOf,
  waitingAt,
} from '#slices/queueing/index.ts'
import type { Quick, Settled } from './contract.ts'
import { type SettledQuestion, workingDaysOf } from './settle.ts'

/** Arithmetic and Erlang check of a settled question. */
export function quickOf(asked: SettledQuestion): Quick {
  const { settled, notes } = asked
  const isThin = notes.some(({ code }) => code === 'handling_unknown' || code === 'rate_upper_limit')
  return {
    settled,
    notes,
    arithmetic: arithmeticOf(settled),
    atTwice: isThin
      ? {
          handleMinutes: arithmeticOf({ ...settled, handleMinutes: settled.handleMinutes * 2 }),
          exceptionRate: arithmeticOf({
            ...settled,
            exceptionsPerDay: settled.exceptionsPerDay * 2,
            exceptionsPerWeek: settled.exceptionsPerWeek * 2,
          }),
        }
      : null,
    erlang: erlangOf(asked),
  }
}

const hoursOfFullTime = 8
const backlogDays = [1, 5, 10, 20, 60]

/** Arithmetic of one working day; exceptions of closed days are work of the open ones. */
function arithmeticOf(settled: Settled): Quick['arithmetic'] {
  const { shifts, shrinkage, handleMinutes } = settled
  const days = workingDaysOf(shifts)
  const toDo = settled.exceptionsPerWeek / days
  const plannedHoursPerDay = plannedHoursOfWeek(shifts) / days
  const dutyHoursPerDay = plannedHoursPerDay * (1 - shrinkage)
  const workHoursPerDay = (toDo * handleMinutes) / 60
  const people = Math.max(...plannedOf(shifts)) * (1 - shrinkage)
  const occupancyMax = settled.limits.occupancyMax ?? occupancyLimit(people)
  const capacityPerDay = reviewsPerDay({ people: 1, hours: plannedHoursPerDay, handleMinutes, shrinkage, occupancyMax })
  const backlog = backlogByDay({ exceptionsPerDay: toDo, capacityPerDay }, 60)
  const isEnough = backlog.at(-1)?.atClose === 0
  return {
    exceptionsPerDay: settled.exceptionsPerDay,
    workHoursPerDay,
    plannedHoursPerDay,
    dutyHoursPerDay,
    capacityPerDay,
    load: dutyHoursPerDay === 0 ? null : workHoursPerDay / dutyHoursPerDay,
    fullTimePeople: workHoursPerDay / (hoursOfFullTime * occupancyMax * (1 - shrinkage)),
    backlog: isEnough || capacityPerDay === 0 ? [] : backlog.filter(({ day }) => backlogDays.includes(day)),
  }
}

/** The open hours as one station, and the half hours of a working day with the work that they carry over. */
function erlangOf({ settled, week }: SettledQuestion): Quick['erlang'] {
  const { shifts, shrinkage, classes, handleMinutes } = settled
  const open = openIn(shifts)
  const openHours = hoursIn(open)
  const planned = plannedOf(shifts)
  const work = { arrivalsPerHour: settled.exceptionsPerWeek / openHours, handleMinutes }
  const limits = serviceLimits(settled.limits, classes, work)
  const need = peopleNeeded(work, limits)
  const people = Math.floor((sumOf(planned) / (openHours * 2)) * (1 - shrinkage) + 1e-9)
  const waiting = waitingAt({ ...work, people })
  const isStable = waiting.status === 'stable' && people > 0
  const orNull = (value: number) => (isStable ? value : null)
  return {
    status: statusOf(work.arrivalsPerHour, people, isStable),
    arrivalsPerHour: work.arrivalsPerHour,
    offeredLoad: waiting.load,
    peopleOnDuty: people,
    peopleNeeded: need.people,
    peopleToPlan: peopleToPlan(need.people, shrinkage),
    bindingLimit: need.bindingLimit,
    occupancy: people === 0 ? null : waiting.occupancy,
    chanceToWait: orNull(waiting.chanceToWait),
    meanWaitMinutes: orNull(meanWaitForSpread({ ...work, people }, settled.handleScv)),
    waitMinutesP90: orNull(waiting.waitQuantile(0.9)),
    lateShare: orNull(waiting.lateShare(limits.waitMinutesMax)),
    depthChance: orNull(waiting.depthChance(limits.depthMax)),
    halfHours: halfHoursOf({ settled, week }, planned),
  }
}

function statusOf(arrivalsPerHour: number, people: number, isStable: boolean): Quick['erlang']['status'] {
  if (arrivalsPerHour === 0) return 'no_arrivals'
  if (people === 0) return 'nobody_planned'
  return isStable ? 'stable' : 'unstable'
}

/** Less than this, in people, is what is left of a load that faded out, and nobody's work. */
const loadMin = 0.01

/** What arrives while nobody works is done when somebody does, so the load of closed half hours waits for the opening. */
function halfHoursOf({ settled, week }: Pick<SettledQuestion, 'settled' | 'week'>, planned: readonly number[]) {
  const { handleMinutes, shrinkage, classes, limits } = settled
  const perHour = week.map((count) => count * 2)
  const loads = carriedLoadsOfCycle({ perHour, intervalMinutes: 30, handleMinutes })
  const needed = (load: number) => {
    if (load < loadMin) return 0
    const work = { arrivalsPerHour: (load * 60) / handleMinutes, handleMinutes }
    return peopleNeeded(work, serviceLimits(limits, classes, work)).people
  }
  // A day in the middle of the week stands for all; Tuesday unless nobody works then.
  const day = [1, 2, 3, 0, 4, 5, 6].find((one) => planned.slice(one * halfHoursOfDay, (one + 1) * halfHoursOfDay).some((n) => n > 0)) ?? 1
  return Array.from({ length: halfHoursOfDay }, (_, halfHour) => {
    const slot = day * halfHoursOfDay + halfHour
    const alone = ((perHour[slot] as number) * handleMinutes) / 60
    const carried = loads[slot]?.mean ?? 0
    return {
      halfHour,
      arrivalsPerHour: perHour[slot] as number,
      offeredLoad: alone,
      carriedLoad: carried,
      peoplePlanned: planned[slot] as number,
      peopleOnDuty: (planned[slot] as number) * (1 - shrinkage),
      neededAlone: needed(alone),
      neededCarried: needed(carried),
    }
  })
}
