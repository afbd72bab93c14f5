import { type Share, shareOf } from '#kernel/wilson.ts'
import type { ActiveUseDefinition } from './active-use-rules.ts'
import { type Facts, lastingsOfUse, type PersonWeek } from './person-weeks.ts'
import { lastShownDay, type SurvivalAt, type SurvivalStep, survivalAt, survivalCurve } from './survival.ts'

export const isExposed = ({ eligible, ticketDays }: PersonWeek, { ticketsMin, ticketDaysMin }: ActiveUseDefinition) =>
  eligible >= ticketsMin && ticketDays >= ticketDaysMin

/** A workshop day alone makes nobody active. */
export const isActive = (week: PersonWeek, definition: ActiveUseDefinition) =>
  isExposed(week, definition) && week.actions >= definition.actionsMin && week.actionDays >= definition.actionDaysMin

/** A team in one ISO week, as counted. `isShown` is false for a group under the floor: such a week must not leave this slice. */
export type TeamWeek = {
  week: string
  /** Active people of those exposed; its `share` is null where nobody was. */
  active: Share
  assistedShare: number | null
  /** Null before there are enough weeks to say. */
  isAdopted: boolean | null
  isShown: boolean
}

/** What is looked at: the team's person-weeks and its weeks in order; weeks with an outage of the tool are left out of both. */
export type Period = { rows: readonly PersonWeek[]; weeks: readonly string[]; definition: ActiveUseDefinition; groupMin: number }

const sumOf = (rows: readonly PersonWeek[], value: (row: PersonWeek) => number) => rows.reduce((total, row) => total + value(row), 0)

function assistedShareOf(rows: readonly PersonWeek[]): number | null {
  const eligible = sumOf(rows, (row) => row.eligible)
  return eligible === 0 ? null : sumOf(rows, ({ assisted }) => assisted) / eligible
}

/** Every week of a team, also those that must not be shown. */
export function teamWeeks({ rows, weeks, definition, groupMin }: Period): TeamWeek[] {
  const byWeek = weeks.map((week) => rows.filter((row) => row.week === week))
  const counted = byWeek.map((own, index) => {
    const exposed = own.filter((row) => isExposed(row, definition))
    return {
      week: weeks[index] as string,
      active: shareOf(exposed.filter((row) => isActive(row, definition)).length, exposed.length),
      assistedShare: assistedShareOf(own),
      isShown: exposed.length >= groupMin,
    }
  })
  return counted.map((week, index) => {
    const from = index + 1 - definition.weeksWindow
    if (from < 0) return { ...week, isAdopted: null }
    const good = counted.slice(from, index + 1).filter(({ active }) => active.share !== null && active.share >= definition.activeShareMin)
    const assisted = assistedShareOf(byWeek.slice(from, index + 1).flat())
    const isAdopted = good.length >= definition.weeksMin && assisted !== null && assisted >= definition.assistedShareMin
    return { ...week, isAdopted }
  })
}

export type Stickiness = { week: string; activeInWindow: number; meanWeeklyActive: number; share: number | null }

/** Of those who were active in any week of the window, how many are in a week of it, on average. From the first full window on. */
export function stickinessByWeek({ rows, weeks, definition }: Period): Stickiness[] {
  const activeIn = weeks.map((week) => rows.filter((row) => row.week === week && isActive(row, definition)).map(({ person }) => person))
  return weeks.slice(definition.weeksWindow - 1).map((week, index) => {
    const window = activeIn.slice(index, index + definition.weeksWindow)
    const activeInWindow = new Set(window.flat()).size
    const meanWeeklyActive = window.flat().length / definition.weeksWindow
    return { week, activeInWindow, meanWeeklyActive, share: activeInWindow === 0 ? null : meanWeeklyActive / activeInWindow }
  })
}

/** Those who were first active in one week. By weeks since: how many were active, and how many had work; the rest was away. */
export type Cohort = { week: string; size: number; since: { weeks: number; active: number; exposed: number }[] }

export function cohortsOf({ rows, weeks, definition }: Period): Cohort[] {
  const active = rows.filter((row) => isActive(row, definition))
  const firstWeek = new Map<string, number>()
  for (const { person, week } of active) {
    const at = weeks.indexOf(week)
    if (at >= 0) firstWeek.set(person, Math.min(at, firstWeek.get(person) ?? at))
  }
  return weeks.flatMap((week, start) => {
    const members = new Set([...firstWeek].filter(([, first]) => first === start).map(([person]) => person))
    if (members.size === 0) return []
    const since = weeks.slice(start).map((later, offset) => {
      const own = rows.filter((row) => row.week === later && members.has(row.person))
      const exposed = own.filter((row) => isExposed(row, definition))
      return { weeks: offset, active: exposed.filter((row) => isActive(row, definition)).length, exposed: exposed.length }
    })
    return [{ week, size: members.size, since }]
  })
}

/** One person's way from access to use that lasts. Read here and gone: only counts leave. */
export type PersonAccess = { person: string; hasAccess: boolean; isTrained: boolean; suggestionsSeen: number; hasTried: boolean }

export type Stage = 'access' | 'trained' | 'reached' | 'tried' | 'activated' | 'active' | 'retained'

/** How far people came: at each stage those who passed all before it; `outOfOrder` came there past a stage, such as use without training. */
export type StageCount = { stage: Stage; people: number; outOfOrder: number }

/**
 * From access to use that lasts. Activated: active in any week. Active: in one of the last weeks of the window. Retained: in as many of them as
 * adoption asks for. Null for a team under the group floor.
 */
export function funnelOfUse(people: readonly PersonAccess[], { rows, weeks, definition, groupMin }: Period): StageCount[] | null {
  if (people.length < groupMin) return null
  const last = new Set(weeks.slice(-definition.weeksWindow))
  const within = new Set(weeks)
  const passes = people.map(({ person, hasAccess, isTrained, suggestionsSeen, hasTried }) => {
    const active = rows.filter((row) => row.person === person && within.has(row.week) && isActive(row, definition))
    const lately = active.filter(({ week }) => last.has(week)).length
    return {
      access: hasAccess,
      trained: isTrained,
      reached: suggestionsSeen >= definition.reachedSuggestionsMin,
      tried: hasTried,
      activated: active.length > 0,
      active: lately > 0,
      retained: lately >= definition.weeksMin,
    }
  })
  const stages: Stage[] = ['access', 'trained', 'reached', 'tried', 'activated', 'active', 'retained']
  return stages.map((stage, index) => {
    const inOrder = passes.filter((pass) => stages.slice(0, index + 1).every((one) => pass[one])).length
    return { stage, people: inOrder, outOfOrder: passes.filter((pass) => pass[stage]).length - inOrder }
  })
}

export type ActiveUse = {
  weeks: (TeamWeek | { week: string; isShown: false })[]
  stickiness: Stickiness[]
  cohorts: Cohort[]
}

/** A team's use as it may be shown: weeks, stickiness and cohorts of groups under the floor are left out, with their values. */
export function activeUse(period: Period): ActiveUse {
  const { groupMin } = period
  const weeks = teamWeeks(period)
  return {
    weeks: weeks.map((week) => (week.isShown ? week : { week: week.week, isShown: false })),
    stickiness: stickinessByWeek(period).filter(({ activeInWindow }) => activeInWindow >= groupMin),
    cohorts: cohortsOf(period)
      .filter(({ size }) => size >= groupMin)
      .map((cohort) => ({ ...cohort, since: cohort.since.filter(({ exposed }) => exposed >= groupMin) })),
  }
}

/** How long people of a team go on using it. `beyond` is the share that lasts beyond the day of the review; the curve ends where too few are watched. */
export type UseSurvival = { people: number; reviewDay: number; beyond: SurvivalAt | null; curve: SurvivalStep[] }

/** Null where fewer people than the floor ever began. Half a year after going live, by default, a team looks at this again. */
export function survivalOfUse(
  facts: Facts,
  question: { definition: ActiveUseDefinition; until: string; groupMin: number; reviewDay?: number },
): UseSurvival | null {
  const { groupMin, reviewDay = 182 } = question
  const lastings = lastingsOfUse(facts, question).flatMap(({ lasting }) => lasting ?? [])
  if (lastings.length < groupMin) return null
  const atRiskMin = Math.max(10, groupMin)
  const last = lastShownDay(lastings, atRiskMin) ?? -1
  const curve = survivalCurve(lastings).filter(({ days }) => days <= last)
  return { people: lastings.length, reviewDay, beyond: survivalAt(lastings, reviewDay, atRiskMin), curve }
}
