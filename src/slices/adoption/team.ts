import { type Share, shareOf } from '#kernel/wilson.ts'
import {
  type ActiveUseDefinition,
  type AdoptionCounts,
  adoptionState,
  defaultAdoptionRules,
  funnelOfUse,
  isActive,
  type Lasting,
  lastingsOfUse,
  type PersonWeek,
  survivalOfUse,
  type TeamWeek,
  teamWeeks,
} from '#slices/statistics/index.ts'
import type { PersonDay } from '#slices/usage/index.ts'
import { mondayOf, type Weeks } from './weeks.ts'

/** All that is known of one team's use, by pseudonym. It never leaves this file but as counts of groups above the floor. */
export type TeamUse = {
  /** One AI agent was asked for, not all that the team works with. */
  isOfOneAiAgent: boolean
  days: readonly PersonDay[]
  /** Who had access in the window; empty where nobody told. */
  access: readonly string[]
  trained: readonly string[]
  /** Refusals of the window by what they say. */
  unfitReasons: number
  enablementReasons: number
  /** Half of the answers of the window came within so many seconds; null where too few did. */
  answerSeconds: number | null
}

export type Settings = { definition: ActiveUseDefinition; peopleMin: number; weeks: Weeks }

const personWeekOf = (day: PersonDay): PersonWeek => ({
  person: day.pseudonym,
  week: mondayOf(day.day),
  eligible: day.eligibleTickets,
  assisted: day.assistedTickets ?? 0,
  ticketDays: day.hasTickets ? 1 : 0,
  actions: day.actions,
  actionDays: day.actions > 0 ? 1 : 0,
})

/** Person-weeks from days. */
export function personWeeksOf(days: readonly PersonDay[]): PersonWeek[] {
  const weeks = new Map<string, PersonWeek>()
  for (const each of days.map(personWeekOf)) {
    const key = `${each.week}\t${each.person}`
    const sum = weeks.get(key)
    if (sum) add(sum, each)
    else weeks.set(key, each)
  }
  return [...weeks.values()]
}

function add(sum: PersonWeek, other: PersonWeek): void {
  sum.eligible += other.eligible
  sum.assisted += other.assisted
  sum.ticketDays += other.ticketDays
  sum.actions += other.actions
  sum.actionDays += other.actionDays
}

/** Days by person, so that nobody is looked for twice. */
function byPerson(days: readonly PersonDay[]): ReadonlyMap<string, PersonDay[]> {
  const people = new Map<string, PersonDay[]>()
  for (const day of days) {
    const own = people.get(day.pseudonym)
    if (own) own.push(day)
    else people.set(day.pseudonym, [day])
  }
  return people
}

const distinct = (values: readonly string[]) => [...new Set(values)]
const sumOf = (days: readonly PersonDay[], value: (day: PersonDay) => number) => days.reduce((total, day) => total + value(day), 0)

const answersOf = ({ accepted, edited, overridden, rejected }: PersonDay) => accepted + edited + overridden + rejected

/** Ticket days in a row without any use after which somebody who was active has stopped. */
const stoppedAfterDays = 14

/** A team as it may be shown, or null where too few people stand behind it. */
export function teamView(use: TeamUse, settings: Settings) {
  const { weeks, peopleMin, definition } = settings
  const rows = personWeeksOf(use.days)
  const allWeeks = teamWeeks({ rows, weeks: weeks.mondays, definition, groupMin: peopleMin })
  const shownWeeks = allWeeks.filter(({ isShown }) => isShown).map(({ week }) => week)
  const inWindow = use.days.filter(({ day }) => shownWeeks.includes(mondayOf(day)))
  const people = distinct([...use.access, ...inWindow.map(({ pseudonym }) => pseudonym)])
  const met = distinct(inWindow.filter(({ shown }) => shown > 0).map(({ pseudonym }) => pseudonym))
  if (people.length < peopleMin || (use.isOfOneAiAgent && met.length < peopleMin)) return null
  const answered = inWindow.filter((day) => answersOf(day) > 0)
  // Shares of answers are about those who answered, however many could have.
  const isShownWhole = distinct(answered.map(({ pseudonym }) => pseudonym)).length >= peopleMin
  const answers = isShownWhole ? sumOf(answered, answersOf) : 0
  const isWhole = isShownWhole && shownWeeks.length === weeks.mondays.length
  const counts = countsOf(use, { ...settings, rows, inWindow, people, answered: isShownWhole ? answered : [], isWhole })
  const state = adoptionState(counts, { ...defaultAdoptionRules, peopleMin })
  return {
    counts,
    state,
    isAdopted: allWeeks.at(-1)?.isAdopted ?? null,
    isExposed: inWindow.some(({ shown, eligibleTickets }) => shown > 0 || eligibleTickets > 0),
    isOverReliant: isOverReliant({ answers, refused: counts.overridden, answerSeconds: use.answerSeconds }),
    funnel: funnelOf(use, { ...settings, rows, people }),
    weeks: allWeeks.map(toWeek),
    accepted: answers === 0 ? null : shareOf(counts.accepted, answers),
    assisted: assistedOf(inWindow),
    survival: survivalOf(use, settings),
  }
}

export type TeamView = NonNullable<ReturnType<typeof teamView>>

const toWeek = ({ week, active, isShown }: TeamWeek): { on: string; active: Share | null } => ({
  on: week,
  active: isShown ? active : null,
})

type Counting = Settings & {
  rows: readonly PersonWeek[]
  inWindow: readonly PersonDay[]
  /** Days with answers, if enough people gave them. */
  answered: readonly PersonDay[]
  people: readonly string[]
  isWhole: boolean
}

/** What the classifier of slow starts and quiet rejection is told. */
function countsOf(use: TeamUse, { rows, inWindow, answered, people, isWhole, definition, weeks }: Counting): AdoptionCounts {
  const [seen, all] = [byPerson(inWindow), byPerson(use.days)]
  const active = rows.filter((row) => row.week <= weeks.to && isActive(row, definition))
  const activated = distinct(active.map(({ person }) => person))
  const reached = people.filter((person) => sumOf(seen.get(person) ?? [], ({ shown }) => shown) >= definition.reachedSuggestionsMin)
  const tried = new Set(use.days.filter(({ actions }) => actions > 0).map(({ pseudonym }) => pseudonym))
  const lately = new Set(active.filter(({ week }) => week >= weeks.from).map(({ person }) => person))
  const first = use.days.map(({ day }) => day).sort()[0] ?? weeks.to
  return {
    windowDays: Math.min(28, Math.round((Date.parse(weeks.to) - Date.parse(first)) / 86_400_000) + 1),
    people: people.length,
    trained: people.filter((person) => use.trained.includes(person)).length,
    reached: reached.length,
    firstUsed: reached.filter((person) => tried.has(person)).length,
    activated: activated.length,
    stopped: activated.filter((person) => hasStopped(all.get(person) ?? [])).length,
    activePeople: reached.filter((person) => lately.has(person)).length,
    shown: sumOf(inWindow, ({ shown }) => shown),
    accepted: sumOf(answered, ({ accepted, edited }) => accepted + edited),
    overridden: sumOf(answered, ({ overridden, rejected }) => overridden + rejected),
    unfitReasons: isWhole ? use.unfitReasons : 0,
    enablementReasons: isWhole ? use.enablementReasons : 0,
  }
}

function hasStopped(days: readonly PersonDay[]): boolean {
  const last = days
    .filter(({ actions }) => actions > 0)
    .map(({ day }) => day)
    .sort()
    .at(-1)
  return last !== undefined && days.filter(({ day, eligibleTickets }) => day > last && eligibleTickets > 0).length >= stoppedAfterDays
}

/** Hardly ever refused, and answered faster than one can read: judgement, not proof. */
function isOverReliant({ answers, refused, answerSeconds }: { answers: number; refused: number; answerSeconds: number | null }): boolean {
  return answers >= 200 && shareOf(refused, answers).high < 0.02 && answerSeconds !== null && answerSeconds < 3
}

function funnelOf(
  use: TeamUse,
  { rows, people, definition, peopleMin, weeks }: Settings & { rows: readonly PersonWeek[]; people: readonly string[] },
) {
  const seen = byPerson(use.days.filter(({ day }) => day <= weeks.to))
  const stages = funnelOfUse(
    people.map((person) => ({
      person,
      hasAccess: use.access.length === 0 || use.access.includes(person),
      isTrained: use.trained.length === 0 || use.trained.includes(person),
      suggestionsSeen: sumOf(seen.get(person) ?? [], ({ shown }) => shown),
      hasTried: seen.get(person)?.some(({ actions }) => actions > 0) ?? false,
    })),
    { rows, weeks: distinct(rows.map(({ week }) => week)).sort(), definition, groupMin: peopleMin },
  )
  return stages?.map(({ stage, people: count }) => ({ stage, people: count })) ?? null
}

function assistedOf(days: readonly PersonDay[]): Share | null {
  const told = days.filter(({ assistedTickets }) => assistedTickets !== null)
  const of = sumOf(told, ({ eligibleTickets }) => eligibleTickets)
  return of === 0
    ? null
    : shareOf(
        Math.min(
          of,
          sumOf(told, ({ assistedTickets }) => assistedTickets ?? 0),
        ),
        of,
      )
}

const survivalDays = 182

/** What is known of who acted and who had work, day by day. */
function factsOf(days: readonly PersonDay[]) {
  const acts = days.filter(({ actions }) => actions > 0).map(({ pseudonym, day }) => ({ person: pseudonym, on: day, kind: 'accepted' }))
  const ticketDays = days
    .filter(({ hasTickets }) => hasTickets)
    .map(({ pseudonym, day, eligibleTickets, assistedTickets }) => ({
      person: pseudonym,
      on: day,
      eligible: eligibleTickets,
      assisted: assistedTickets ?? 0,
    }))
  return { acts, ticketDays }
}

/** When each person who ever used it began, and how long it lasted. For sums of whole teams only. */
export function lastingsOf(days: readonly PersonDay[], { definition, weeks }: Settings): { startedOn: string; lasting: Lasting }[] {
  return lastingsOfUse(factsOf(days), { definition, until: weeks.to }).flatMap(({ startedOn, lasting }) =>
    lasting === null ? [] : [{ startedOn, lasting }],
  )
}

/** Of those who ever used it, the share that still does, while enough are watched. */
function survivalOf(use: TeamUse, { definition, peopleMin, weeks }: Settings) {
  const seen = survivalOfUse(factsOf(use.days), { definition, until: weeks.to, groupMin: peopleMin })
  return (seen?.curve ?? [])
    .filter(({ days, low }) => days <= survivalDays && low !== null)
    .map(({ days, survival, low, high, atRisk }) => ({ days, share: survival, low: low ?? 0, high: high ?? 1, atRisk }))
}
