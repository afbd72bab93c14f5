import { type Actor, may, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { busiestHours, type FlowWindow, hoursOfWeek, pathsIn } from '#slices/conversations/index.ts'
import { addDays, dayOf, type Grouping, readCounts } from '#slices/measures/index.ts'
import type * as contract from './contract.ts'
import { passedOnIn, teamYears } from './flow.ts'

const scope = 'measures:read'
const beginning = '1900-01-01'

type Asked = { team?: string; from: string; to: string }

function windowOf(actor: Actor, { team, from, to }: Asked): FlowWindow {
  if (from > to) throw new AppError('invalid', `The window ends (${to}) before it begins (${from}).`, { next: 'Swap from and to.' })
  const own = team !== undefined && may(actor, scope, team) ? [team] : []
  return { teams: team === undefined ? teamsOf(actor, scope) : own, from, to }
}

export const getArrivals = read({
  scope,
  async run(db, input: InputOf<typeof contract.getArrivals>, { actor }): Promise<OutputOf<typeof contract.getArrivals>> {
    const timeZone = input.timeZone ?? 'UTC'
    if (!isTimeZone(timeZone)) throw new AppError('invalid', `${timeZone} is no time zone.`, { next: 'Write one like Europe/Berlin.' })
    const window = windowOf(actor, input)
    const hours = await hoursOfWeek(db, { ...window, timeZone })
    const busiest = await busiestHours(db, window, 5)
    return {
      timeZone,
      conversations: hours.reduce((sum, { n }) => sum + n, 0),
      hours,
      busiest: busiest.map(({ at, n }) => ({ at: at.toISOString(), n })),
    }
  },
})

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

/** Conversations that began and that ended, as they are counted. `answered` counts each that ended on the day on which it did. */
const measureIds = ['conversations', 'answered']
type Flow = { begun: number; ended: number }

/** By the value of one grouping, '' where there is none. */
async function flowBy(db: Db, window: FlowWindow, by: readonly Grouping[]): Promise<Map<string, Flow>> {
  const found = new Map<string, Flow>()
  for (const row of await readCounts(db, { ...window, measureIds, by })) {
    const key = row.by[0] ?? ''
    const flow = found.get(key) ?? { begun: 0, ended: 0 }
    found.set(key, row.measureId === 'conversations' ? { ...flow, begun: flow.begun + row.n } : { ...flow, ended: flow.ended + row.n })
  }
  return found
}

const openOf = ({ begun, ended }: Flow = { begun: 0, ended: 0 }) => begun - ended

export const getBacklog = read({
  scope,
  async run(db, input: InputOf<typeof contract.getBacklog>, { actor }): Promise<OutputOf<typeof contract.getBacklog>> {
    const window = windowOf(actor, input)
    const before = { ...window, from: beginning, to: addDays(window.from, -1) }
    const [earlier, inside, ofTeams, until] = await Promise.all([
      flowBy(db, before, []),
      flowBy(db, window, [input.by ?? 'day']),
      flowBy(db, window, ['team']),
      flowBy(db, { ...window, from: beginning }, ['team']),
    ])
    let open = openOf(earlier.get(''))
    const rows = [...inside]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([on, flow]) => {
        open += openOf(flow)
        return { on, ...flow, open }
      })
    const teams = [...until].map(([team, flow]) => ({ team, ...(ofTeams.get(team) ?? { begun: 0, ended: 0 }), open: openOf(flow) }))
    return { rows, teams: teams.sort((one, other) => other.open - one.open || (one.team < other.team ? -1 : 1)) }
  },
})

export const getPassedOn = read({
  scope,
  async run(db, input: InputOf<typeof contract.getPassedOn>, { actor }): Promise<OutputOf<typeof contract.getPassedOn>> {
    const window = windowOf(actor, input)
    const found = passedOnIn(await pathsIn(db, window), input.without === undefined ? [] : [input.without])
    const counted = await readCounts(db, { ...window, measureIds: ['conversations'], by: [] })
    return { conversations: counted.reduce((sum, { n }) => sum + n, 0), ...found, pairs: found.pairs.slice(0, 100) }
  },
})

export const getQuietTeams = read({
  scope,
  async run(db, input: InputOf<typeof contract.getQuietTeams>, { actor, now }): Promise<OutputOf<typeof contract.getQuietTeams>> {
    const today = dayOf(now)
    const window = { teams: teamsOf(actor, scope), from: beginning, to: today }
    const rows = await readCounts(db, { ...window, measureIds: ['conversations'], by: ['team', 'month'] })
    const months = rows.map(({ by: [team = '', month = ''], n }) => ({ team, month, n }))
    const years = yearsOf(months)
    const year = input.year ?? newestFullYear(years, Number(today.slice(0, 4)))
    return { year, years, teams: year === null ? [] : teamYears(months, year) }
  },
})

const thinShare = 0.1

/** The newest year that is over, but none of the thin end of a log: years with less than a tenth of the cases of the fullest. Null where nothing is counted. */
function newestFullYear(years: readonly { year: number; n: number }[], thisYear: number): number | null {
  const fullest = Math.max(0, ...years.map(({ n }) => n))
  const newest = years.findLast(({ n }) => n >= thinShare * fullest)
  return newest ? Math.min(newest.year, thisYear - 1) : null
}

function yearsOf(months: readonly { team: string; month: string; n: number }[]) {
  const years = new Map<number, { n: number; teams: Set<string> }>()
  for (const { team, month, n } of months) {
    const year = Number(month.slice(0, 4))
    const known = years.get(year) ?? { n: 0, teams: new Set<string>() }
    years.set(year, { n: known.n + n, teams: known.teams.add(team) })
  }
  return [...years].sort(([one], [other]) => one - other).map(([year, { n, teams }]) => ({ year, n, teams: teams.size }))
}
