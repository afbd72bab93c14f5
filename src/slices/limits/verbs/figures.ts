import type { OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { type Attempts, attemptsSince } from '#slices/decisions/index.ts'
import { peopleByTeam } from '#slices/identity/index.ts'
import type { getLimit } from '../contract.ts'
import { add, type ExtraTotals, noExtra } from '../extra-work.ts'
import { grouped } from '../grouped.ts'
import { type Place, placeKey } from '../limit.ts'
import { type Counted, rateOf } from '../rate.ts'
import { type Opened, openedSince, waitingIn } from '../store/counts.ts'
import { type ExtraRow, extraWorkSince } from '../store/extra-work.ts'
import { allOf } from '../store/limits.ts'

/** What was counted in one place over its window. */
export type Figures = {
  from: Date
  asOf: Date
  windowHours: number
  counted: Counted
  extra: ExtraTotals
  /** People with a role in the team: below the group floor no figure of their time is shown. */
  people: number
  depth: number
}

export type Window = { place: Place; windowHours: number }

const hourMs = 3_600_000

/** The beginning of the first hour of a window that ends with the present hour. Counts are kept by the hour. */
export function windowStart(now: Date, windowHours: number): Date {
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs - (windowHours - 1) * hourMs)
}

/** The figures of these places by `placeKey`, with one reading for each length of window. */
export async function figuresOf(db: Queryable, asked: { windows: readonly Window[]; now: Date }): Promise<Map<string, Figures>> {
  const { windows, now } = asked
  const teams = [...new Set(windows.map(({ place }) => place.teamId))]
  if (teams.length === 0) return new Map()
  const [waiting, people] = [await waitingIn(db, teams), await peopleByTeam(db, teams)]
  const found = new Map<string, Figures>()
  for (const [windowHours, group] of grouped(windows, (each) => each.windowHours)) {
    const from = windowStart(now, windowHours)
    const sums = await sumsSince(db, { teams: [...new Set(group.map(({ place }) => place.teamId))], from })
    for (const { place } of group)
      found.set(placeKey(place), {
        from,
        asOf: now,
        windowHours,
        counted: countedIn(sums, place),
        extra: extraIn(sums.extra, place),
        people: people.get(place.teamId) ?? 0,
        depth: ofPlace(waiting, place).reduce((sum, row) => sum + row.depth, 0),
      })
  }
  return found
}

export type Sums = { attempts: readonly Attempts[]; opened: readonly Opened[]; extra: readonly ExtraRow[] }

/** Everything that is counted in these teams since an hour. Extra work is recorded by the day: days that the window touches count. */
export async function sumsSince(db: Queryable, asked: { teams: readonly string[]; from: Date }): Promise<Sums> {
  const attempts = await attemptsSince(db, asked)
  const opened = await openedSince(db, asked)
  const extra = await extraWorkSince(db, { teams: asked.teams, from: asked.from.toISOString().slice(0, 10) })
  return { attempts, opened, extra }
}

type Placed = { team_id: string; ai_agent_id: string | null }

function ofPlace<T extends Placed>(rows: readonly T[], { teamId, aiAgentId }: Place): T[] {
  return rows.filter((row) => row.team_id === teamId && (aiAgentId === null || row.ai_agent_id === aiAgentId))
}

/** What was counted in a place; without an AI agent, in the whole team. */
export function countedIn({ attempts, opened }: Sums, place: Place): Counted {
  const [tried, otherwise] = [ofPlace(attempts, place), ofPlace(opened, place)]
  return {
    attempts: tried.reduce((sum, row) => sum + row.attempts, 0),
    forPeople: tried.reduce((sum, row) => sum + row.for_people, 0),
    openedAbout: otherwise.reduce((sum, row) => sum + row.about, 0),
    openedInstead: otherwise.reduce((sum, row) => sum + row.instead, 0),
  }
}

export function extraIn(rows: readonly ExtraRow[], place: Place): ExtraTotals {
  return ofPlace(rows, place).reduce(
    (sum, row) => add(sum, { minutes: row.minutes, handledOutside: row.handled_outside, outOfScope: row.out_of_scope }),
    noExtra,
  )
}

/** True for what was recorded for a team without naming an AI agent. */
export const isForTeamAlone = (row: ExtraRow): boolean => row.ai_agent_id === allOf

export function toExtraWork({ minutes, handledOutside, outOfScope }: ExtraTotals, isShown: boolean) {
  return {
    handledOutside,
    outOfScope,
    babysittingMinutes: isShown ? minutes : null,
    minutesStatus: isShown ? ('ok' as const) : ('suppressed' as const),
  }
}

export function toFigures(figures: Figures, groupFloor: number): OutputOf<typeof getLimit>['figures'] {
  return {
    from: figures.from.toISOString(),
    asOf: figures.asOf.toISOString(),
    windowHours: figures.windowHours,
    rate: rateOf(figures.counted),
    rateWithExtraWork: rateOf(figures.counted, figures.extra),
    extraWork: toExtraWork(figures.extra, figures.people >= groupFloor),
    depth: figures.depth,
  }
}
