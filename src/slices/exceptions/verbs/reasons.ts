import type { InputOf } from '#kernel/contract.ts'
import { read } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { sumReasons, wholeWeeks } from '../reasons.ts'
import { reasonsBetween } from '../store/reasons.ts'
import type { QueueParts } from './ports.ts'
import { reachWithin } from './rights.ts'

const scope = 'exceptions:read'
const withheld = { status: 'suppressed' as const, reviews: null, byReason: [], byType: [] }

export function makeCountReasons({ peopleByTeam, groupFloorPeople }: QueueParts) {
  return read({
    scope,
    async run(db, { team, aiAgent, days }: InputOf<typeof contract.countReasons>, ctx) {
      const window = wholeWeeks(ctx.now, days)
      const times = { from: window.from.toISOString(), asOf: window.to.toISOString() }
      const cells = await reasonsBetween(db, reachWithin(ctx.actor, scope, { team, aiAgent }), window)
      const people = await peopleByTeam(db, [...new Set([...cells.map((cell) => cell.team), ...(team === undefined ? [] : [team])])])
      const isLarge = (id: string) => (people.get(id) ?? 0) >= groupFloorPeople
      // Said of a small team whether or not anything was answered in it.
      if (team !== undefined && !isLarge(team)) return { ...times, ...withheld }
      return { ...times, status: 'ok' as const, ...sumReasons(cells, isLarge) }
    },
  })
}
