import type { Db, Queryable } from '#kernel/db.ts'
import { teamOf } from '#slices/identity/index.ts'
import { addDays, dayOf, readHours } from '#slices/measures/index.ts'
import { gapsSince, placeKey, rhythmOf } from '#slices/monitoring/index.ts'
import { placesAtWork } from '#slices/registry/index.ts'
import { countedWeeks, saveUptime, takeHour, type UptimeWeek } from '../store.ts'
import { uptimeOf } from '../uptime.ts'
import { mondayOf } from '../window.ts'

const hourMs = 3_600_000
const weekMs = 168 * hourMs
/** As far back as pages look when nobody asks for more. */
const weeksBack = 13

/**
 * Once an hour, on one server: the week that goes on is counted up to now, and weeks that are over and were never counted are counted for good.
 * Each is held against the rhythm of the eight weeks before it, so that what was expected does not follow from what came.
 */
export async function countUptime(db: Db, now: Date): Promise<void> {
  const to = new Date(Math.floor(now.getTime() / hourMs) * hourMs)
  await db.tx(async (tx) => {
    const turn = await takeHour(tx, to)
    if (!turn) return
    const mondays = Array.from({ length: weeksBack }, (_, back) => addDays(mondayOf(to), -7 * back))
    const known = await countedWeeks(tx, mondays.at(-1) ?? dayOf(to))
    const done = new Set(known.filter(({ week }) => turn.last !== null && endOf(week) <= turn.last).map(keyOf))
    const made: UptimeWeek[] = []
    for (const { team_id: teamId, ai_agent_id: aiAgentId } of await placesAtWork(tx, { teams: null })) {
      const timeZone = (await teamOf(tx, teamId))?.timeZone ?? 'UTC'
      const open = mondays.filter((week) => !done.has(keyOf({ teamId, aiAgentId, week })))
      for (const week of open) made.push(...(await uptimeIn(tx, { teamId, aiAgentId, timeZone, week, to })))
    }
    if (made.length > 0) await saveUptime(tx, made)
  })
}

const keyOf = ({ teamId, aiAgentId, week }: Pick<UptimeWeek, 'teamId' | 'aiAgentId' | 'week'>) => `${teamId}/${aiAgentId}/${week}`

type Place = { teamId: string; aiAgentId: string }
type One = Place & { timeZone: string; week: string; to: Date }

const startOf = (week: string) => new Date(`${week}T00:00:00Z`)
const endOf = (week: string) => new Date(startOf(week).getTime() + weekMs)

/** One week of one place; nothing while there is no rhythm to hold it against. */
async function uptimeIn(db: Queryable, { teamId, aiAgentId, timeZone, week, to }: One): Promise<UptimeWeek[]> {
  const place = { teamId, aiAgentId }
  const [begin, end] = [startOf(week), new Date(Math.min(to.getTime(), endOf(week).getTime()))]
  const rows = await readHours(db, { measureIds: ['decisions'], teams: [teamId], aiAgentId, from: begin, to: end })
  const busy = rows.map(({ hour }) => hour)
  const before = await rhythmOf(db, place, { to: begin, timeZone })
  const rhythm = before ?? (busy.length > 0 ? await firstRhythm(db, place, { begin, to, timeZone }) : null)
  if (!rhythm) return []
  const gaps = await gapsSince(db, placeKey(place), begin)
  return [{ ...place, week, ...uptimeOf({ rhythm, timeZone, gaps, busy, from: before ? begin : (busy[0] ?? begin), to: end }) }]
}

/** Its first weeks have nothing before them: from its first hour on they are held against the first three weeks, once those are over. */
function firstRhythm(db: Queryable, place: Place, { begin, to, timeZone }: { begin: Date; to: Date; timeZone: string }) {
  const until = new Date(begin.getTime() + 3 * weekMs)
  return until > to ? null : rhythmOf(db, place, { to: until, timeZone })
}
