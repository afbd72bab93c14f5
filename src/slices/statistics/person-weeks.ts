import type { ActiveUseDefinition } from './active-use-rules.ts'
import type { Lasting } from './survival.ts'

/** One act of a person, known by a pseudonym, on a day (`2026-03-31`) of the team's time zone. */
export type UseAct = { person: string; on: string; kind: string }

/** A person's tickets of a day: those on which the AI agent could help, and those on which it did. */
export type TicketDay = { person: string; on: string; eligible: number; assisted: number }

/** A person's ISO week (`2026-W14`). Exists inside of this slice and its callers only. */
export type PersonWeek = {
  person: string
  week: string
  eligible: number
  assisted: number
  ticketDays: number
  actions: number
  actionDays: number
}

const dayMilliseconds = 86_400_000
const numberOf = (on: string) => Date.parse(`${on}T00:00:00Z`) / dayMilliseconds

/** The ISO 8601 week of a day: the one that its Thursday's year counts. */
export function isoWeek(on: string): string {
  const day = numberOf(on)
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3
  const year = new Date(thursday * dayMilliseconds).getUTCFullYear()
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / dayMilliseconds) / 7)
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** What is known of a team's people: their acts and their ticket days. */
export type Facts = { acts: readonly UseAct[]; ticketDays: readonly TicketDay[] }

/** Acts and ticket days of a team, by person and week. */
export function personWeeks({ acts, ticketDays }: Facts, { qualifying }: ActiveUseDefinition): PersonWeek[] {
  const found = new Map<string, PersonWeek & { workedOn: Set<string>; actedOn: Set<string> }>()
  const weeks = new Map<string, string>()
  const weekOf = (on: string) => {
    const week = weeks.get(on) ?? isoWeek(on)
    weeks.set(on, week)
    return week
  }
  const at = (person: string, on: string) => {
    const week = weekOf(on)
    const key = `${week}\t${person}`
    const known = found.get(key)
    if (known) return known
    const none = { eligible: 0, assisted: 0, ticketDays: 0, actions: 0, actionDays: 0 }
    const row = { person, week, ...none, workedOn: new Set<string>(), actedOn: new Set<string>() }
    found.set(key, row)
    return row
  }
  for (const { person, on, eligible, assisted } of ticketDays) {
    const row = at(person, on)
    row.eligible += eligible
    row.assisted += assisted
    row.workedOn.add(on)
  }
  for (const { person, on, kind } of acts) {
    if (!qualifying.includes(kind)) continue
    const row = at(person, on)
    row.actions += 1
    row.actedOn.add(on)
  }
  return [...found.values()].map(({ workedOn, actedOn, ...row }) => ({ ...row, ticketDays: workedOn.size, actionDays: actedOn.size }))
}

/** How long a person's use lasted, from the first qualifying act; null for who never began. */
export type PersonLasting = { person: string; startedOn: string; lasting: Lasting } | { person: string; startedOn: null; lasting: null }

/** The first and the last day of each person. */
function daysByPerson(rows: readonly { person: string; on: string }[]): ReadonlyMap<string, { first: string; last: string }> {
  const days = new Map<string, { first: string; last: string }>()
  for (const { person, on } of rows) {
    const own = days.get(person)
    if (!own) days.set(person, { first: on, last: on })
    else if (on < own.first) own.first = on
    else if (on > own.last) own.last = on
  }
  return days
}

/**
 * How long each person's use lasted. It ended with the last qualifying act if so many days with tickets in sight followed; else it is watched until
 * the last day with an eligible ticket, so leave, moving away and the end of the data are no abandonment.
 */
export function lastingsOfUse(
  { acts, ticketDays }: Facts,
  { definition, until }: { definition: ActiveUseDefinition; until: string },
): PersonLasting[] {
  const qualifying = acts.filter((act) => act.on <= until && definition.qualifying.includes(act.kind))
  const worked = daysByPerson(ticketDays.filter((day) => day.on <= until && day.eligible > 0))
  const acted = daysByPerson(qualifying)
  const people = [...new Set([...ticketDays, ...acts].map(({ person }) => person))].toSorted()
  return people.map((person) => {
    const own = acted.get(person)
    if (!own) return { person, startedOn: null, lasting: null }
    const { first: startedOn, last: lastAct } = own
    const lastSeen = worked.get(person)?.last ?? lastAct
    const hasEnded = numberOf(lastSeen) - numberOf(lastAct) >= definition.abandonedAfterDays
    const end = hasEnded || lastSeen < lastAct ? lastAct : lastSeen
    return { person, startedOn, lasting: { days: numberOf(end) - numberOf(startedOn), hasEnded } }
  })
}
