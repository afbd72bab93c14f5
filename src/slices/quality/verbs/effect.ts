import { teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { read } from '#kernel/verb.ts'
import { addDays, dayOf, definitionOf, readCounts } from '#slices/measures/index.ts'
import type * as contract from '../contract/investigations.ts'
import { daysBefore, type Effect, effectFrom, type TeamDay } from '../effect.ts'
import { treatedTeams } from '../store/investigations.ts'
import { known } from './investigations.ts'
import type { QualityParts } from './parts.ts'

const nothing: Effect = {
  status: 'no_remedy',
  change: null,
  low: null,
  high: null,
  p: null,
  teamsCompared: 0,
  daysBefore: 0,
  daysAfter: 0,
  days: [],
}

export function getEffect({ chance }: QualityParts) {
  return read({
    scope: 'quality:read',
    async run(db, input: InputOf<typeof contract.getEffect>, { actor, now }) {
      const investigation = await known(db, teamsOf(actor, 'quality:read'), input.investigation)
      const { teamId, measureId, startsOn } = investigation
      const definition = definitionOf(measureId)
      if (startsOn === null || definition?.form !== 'share') return nothing
      const days = await daysAround(db, { measureId, teamId, startsOn, today: dayOf(now) })
      const draw = () => chance.bytes(4).readUInt32BE() / 2 ** 32
      return effectFrom(days, { teamId, startsOn, isGoodHigh: definition.isGoodHigh, draw })
    },
  })
}

type Around = { measureId: string; teamId: string; startsOn: string; today: string }

/** Days of the team, and of teams that had no remedy for the same figure in that time. */
async function daysAround(db: Queryable, { measureId, teamId, startsOn, today }: Around): Promise<TeamDay[]> {
  const from = addDays(startsOn, -daysBefore)
  const treated = await treatedTeams(db, measureId)
  const rows = await readCounts(db, { measureIds: [measureId], teams: null, from, to: today, by: ['team', 'day'] })
  return rows
    .map(({ by: [team = '', on = ''], n, x }) => ({ teamId: team, on, hits: x, of: n }))
    .filter((day) => day.teamId === teamId || !treated.includes(day.teamId))
}
