import { requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { hoursFaults, isOpen, nextOpening } from '../calendar.ts'
import type * as contract from '../contract.ts'
import { holidaysOf } from '../holidays.ts'
import { calendarOf, saveCalendar } from '../store/calendars.ts'
import { businessHours, requireTeam } from './plan.ts'

const reading = 'escalation:read'
const scope = 'escalation:write'

export const getCalendar = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.getCalendar>, { actor, now }) {
    requireScope(actor, reading, input.team)
    await requireTeam(db, input.team)
    return wireOf(db, input.team, now)
  },
})

async function wireOf(db: Queryable, teamId: string, now: Date) {
  const [stored, calendar] = [await calendarOf(db, teamId), await businessHours(db, teamId)]
  const isOpenNow = isOpen(calendar, now)
  return {
    ...{ teamId, isOpenNow, timeZone: calendar.timeZone },
    isSet: stored !== undefined,
    hours: [...calendar.hours],
    holidays: [...calendar.holidays],
    opensAt: isOpenNow ? null : (nextOpening(calendar, now)?.toISOString() ?? null),
    etag: String(stored?.etag ?? 0),
  }
}

export const setCalendar = write({
  scope,
  action: 'calendar.set',
  async run(tx, input: InputOf<typeof contract.setCalendar>, ctx) {
    requireScope(ctx.actor, scope, input.team)
    await requireTeam(tx, input.team)
    const before = await calendarOf(tx, input.team)
    requireMatch(ctx, String(before?.etag ?? 0), 'calendar')
    const faults = hoursFaults(input.hours)
    if (faults[0])
      throw new AppError('invalid', `The hours cannot be used. ${faults[0].path}: ${faults[0].message}.`, {
        faults,
        next: 'Correct the places in faults and send it again.',
      })
    const byDay = new Map(input.holidays.map((holiday) => [holiday.on, holiday]))
    const holidays = [...byDay.values()].sort((one, other) => (one.on < other.on ? -1 : 1))
    const after = { hours: input.hours, holidays, etag: (before?.etag ?? 0) + 1 }
    if (!(await saveCalendar(tx, input.team, { ...after, at: ctx.now })))
      throw new AppError('stale', 'Somebody changed the calendar at this moment.', {
        next: 'Read the calendar again and send your edit anew.',
      })
    return { subject: `calendar:${input.team}`, before, after, result: await wireOf(tx, input.team, ctx.now) }
  },
})

/** Reads a file and stores nothing: somebody looks at the days before they are set. */
export async function readHolidays(ctx: Ctx, input: InputOf<typeof contract.readHolidays>) {
  requireScope(ctx.actor, scope, input.team)
  await requireTeam(ctx.db, input.team)
  return holidaysOf(input.text, ctx.now.getUTCFullYear())
}
