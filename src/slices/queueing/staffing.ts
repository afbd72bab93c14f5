import { offeredLoad, type Station, waitingAt } from './erlang.ts'

/** What must hold, all of it. `utilisationMax` is the share of time on duty that may be spent in reviews. */
export type ServiceLimits = {
  waitMinutesMax: number
  lateShareMax: number
  depthMax: number
  depthChanceMax: number
  utilisationMax: number
}

export type BindingLimit = 'late' | 'depth' | 'occupancy'

export type Need = { people: number; bindingLimit: BindingLimit | null }

/** The fewest people who keep every limit in the long run, and which limit asks for the last one. No arrivals need nobody. */
export function peopleNeeded(work: Omit<Station, 'people'>, limits: ServiceLimits): Need {
  const load = offeredLoad(work)
  if (load === 0) return { people: 0, bindingLimit: null }
  const begun = Math.max(1, Math.floor(load))
  const byOccupancy = Math.ceil(load / limits.utilisationMax - tiny)
  let bindingLimit: BindingLimit | null = byOccupancy > begun ? 'occupancy' : null
  for (let people = Math.max(begun, byOccupancy); ; people++) {
    const broken = firstBroken({ ...work, people }, limits)
    if (broken === null) return { people, bindingLimit }
    bindingLimit = broken
  }
}

/** A hair's breadth, so that 7 people at 0.85 of 8.235… are not lost to rounding. */
const tiny = 1e-9

function firstBroken(station: Station, limits: ServiceLimits): BindingLimit | null {
  const waiting = waitingAt(station)
  if (waiting.occupancy > limits.utilisationMax + tiny) return 'occupancy'
  if (waiting.status === 'unstable' || waiting.lateShare(limits.waitMinutesMax) > limits.lateShareMax) return 'late'
  return waiting.depthChance(limits.depthMax) > limits.depthChanceMax ? 'depth' : null
}

/** How many to plan so that enough are on duty after breaks, meetings and absence. */
export function peopleToPlan(onDuty: number, shrinkage: number): number {
  return Math.ceil(onDuty / (1 - shrinkage) - tiny)
}

/** 0.85 keeps time for questions and for what is not a review; large groups even out and bear 0.92. */
export function occupancyLimit(people: number): number {
  return people > 50 ? 0.92 : 0.85
}

/** What was promised. Without a limit on occupancy, `occupancyLimit` says one. */
export type PromisedLimits = { lateShareMax: number; depthMax: number; depthChanceMax: number; occupancyMax: number | null }

/** The same for Erlang's formulas, which know one class: the strictest wait of all. */
export function serviceLimits(
  limits: PromisedLimits,
  classes: readonly { waitMinutesMax: number }[],
  work: Omit<Station, 'people'>,
): ServiceLimits {
  return {
    waitMinutesMax: Math.min(...classes.map(({ waitMinutesMax }) => waitMinutesMax)),
    lateShareMax: limits.lateShareMax,
    depthMax: limits.depthMax,
    depthChanceMax: limits.depthChanceMax,
    utilisationMax: limits.occupancyMax ?? occupancyLimit(offeredLoad(work) / 0.92),
  }
}

type Plan = { limits: PromisedLimits; classes: readonly { waitMinutesMax: number }[]; shrinkage: number }

/** People to plan for work that comes evenly, at least one: what a plan without a better idea begins with. */
export function proposedPeople(work: Omit<Station, 'people'>, { limits, classes, shrinkage }: Plan): number {
  return Math.max(1, peopleToPlan(peopleNeeded(work, serviceLimits(limits, classes, work)).people, shrinkage))
}
