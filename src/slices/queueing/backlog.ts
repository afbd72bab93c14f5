export type DailyWork = {
  exceptionsPerDay: number
  capacityPerDay: number
  /** What waits before the first day. */
  startingBacklog?: number
}

export type BacklogDay = { day: number; atClose: number; daysOfWork: number }

/** Reviews that so many planned people get done in a day. */
export function reviewsPerDay(duty: {
  people: number
  hours: number
  handleMinutes: number
  shrinkage: number
  occupancyMax: number
}): number {
  return ((duty.people * duty.hours * 60) / duty.handleMinutes) * (1 - duty.shrinkage) * duty.occupancyMax
}

/** Backlog at the close of each day when the same number comes and goes: what is too much today waits for tomorrow. */
export function backlogByDay({ exceptionsPerDay, capacityPerDay, startingBacklog = 0 }: DailyWork, days: number): BacklogDay[] {
  let backlog = startingBacklog
  return Array.from({ length: days }, (_, index) => {
    backlog = Math.max(0, backlog + exceptionsPerDay - capacityPerDay)
    return { day: index + 1, atClose: backlog, daysOfWork: capacityPerDay === 0 ? Number.POSITIVE_INFINITY : backlog / capacityPerDay }
  })
}
