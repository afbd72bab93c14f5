import type { Call } from '#sdk/call.ts'
import * as conversations from '#slices/conversations/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as usage from '#slices/usage/contract.ts'

const dayMs = 86_400_000
const weeks = 8

/** The Monday of the first of eight whole weeks, the last of which is over. */
function firstMonday(now: Date): number {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  return midnight - (((now.getUTCDay() + 6) % 7) + weeks * 7) * dayMs
}

type Became = 'accepted' | 'overridden' | 'none'

/** How a team takes it up: what becomes of the n-th suggestion of a person's day. */
type Habit = { people: number; trained: number; outcome: (at: { week: number; person: number; n: number }) => Became }

/** One team of each kind; `small` has fewer people than the floor. */
export const habits: { [team: string]: Habit } = {
  adopted: { people: 10, trained: 10, outcome: () => 'accepted' },
  rejecting: { people: 12, trained: 12, outcome: ({ week, n }) => turnedDown(week, n) },
  fading: { people: 24, trained: 24, outcome: ({ week, person }) => (person < 8 && week > person % 3 ? 'none' : 'accepted') },
  slow: { people: 14, trained: 2, outcome: ({ person, n }) => (person === 0 && n < 2 ? 'accepted' : 'none') },
  small: { people: 6, trained: 6, outcome: () => 'accepted' },
}

function turnedDown(week: number, n: number): Became {
  if (week < 2) return n < 3 ? 'overridden' : 'accepted'
  return n === 0 ? 'overridden' : 'none'
}

async function addTeam(call: Call, id: string): Promise<void> {
  const name = id.charAt(0).toUpperCase() + id.slice(1)
  await call(identity.createTeam, { id, name, department: null, timeZone: 'UTC', lead: null })
}

/** Eight weeks of suggestions, tickets, training and access in one team. */
async function playUse(call: Call, { team, habit, now }: { team: string; habit: Habit; now: Date }): Promise<void> {
  const monday = firstMonday(now)
  const from = new Date(monday).toISOString()
  const persons = Array.from({ length: habit.people }, (_, person) => `${team}-person-${person}`)
  const kind = 'boundary' as const
  await call(usage.recordAccess, { access: persons.map((person) => ({ team, person, from })) })
  await call(usage.recordTraining, { training: persons.slice(0, habit.trained).map((person) => ({ team, person, kind, at: from })) })
  for (let week = 0; week < weeks; week += 1) {
    const days = [0, 2].map((weekday) => monday + (week * 7 + weekday) * dayMs)
    const told = persons.flatMap((person, who) => days.map((at) => ({ person, who, at })))
    const tickets = { team, eligibleTickets: 8, assistedTickets: 4 }
    await call(usage.recordExposure, {
      exposure: told.map(({ person, at }) => ({ ...tickets, person, day: new Date(at).toISOString().slice(0, 10) })),
    })
    const suggestions = told.flatMap(({ person, who, at }) =>
      [0, 1, 2, 3].map((n) => {
        const outcome = habit.outcome({ week, person: who, n })
        const shown = at + 9 * 3_600_000 + n * 60_000
        return {
          team,
          id: `${person}-${at}-${n}`,
          person,
          aiAgent: 'refund-bot',
          shownAt: new Date(shown).toISOString(),
          answeredAt: outcome === 'none' ? null : new Date(shown + 20_000).toISOString(),
          outcome,
          reason: outcome === 'overridden' ? ('does_not_fit' as const) : null,
        }
      }),
    )
    await call(usage.recordSuggestions, { suggestions })
  }
}

const compared = 11

/** Conversations of eleven teams; in the last one half as many keep their promise as elsewhere. */
async function playQuality(call: Call, now: Date): Promise<void> {
  for (let nth = 0; nth < compared; nth += 1) {
    const team = `desk-${String(nth).padStart(2, '0')}`
    await addTeam(call, team)
    const keeps = nth === compared - 1 ? 8 : 16 + (nth % 3)
    const events = Array.from({ length: 60 + nth * 20 }, (_, at) => ({
      team,
      source: 'desk',
      conversation: `${team}-${at}`,
      event: 'opened',
      at: new Date(now.getTime() - (2 + (at % 40)) * dayMs).toISOString(),
      kind: 'opened' as const,
      facts: { slaMet: at % 20 < keeps },
    }))
    const closed = events.map((event) => ({
      ...event,
      event: 'closed',
      kind: 'closed' as const,
      at: new Date(Date.parse(event.at) + 3_600_000).toISOString(),
    }))
    await call(conversations.recordConversationEvents, { events: [...events, ...closed] })
  }
}

/** Teams that take an AI agent up in their own ways, and teams whose quality can be compared. */
export async function playTruth(call: Call, now: Date): Promise<void> {
  for (const [team, habit] of Object.entries(habits)) {
    await addTeam(call, team)
    await playUse(call, { team, habit, now })
  }
  await playQuality(call, now)
}
