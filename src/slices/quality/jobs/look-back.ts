import type { Db, Queryable } from '#kernel/db.ts'
import { addDays, catalogue, newestDay, readCounts } from '#slices/measures/index.ts'
import { hasMoved, isOfTeamsThemselves, type LevelChange, levelChanges } from '../level-change.ts'
import { type FoundChange, type LookBack, lookBacks, saveLookBack, type TeamMove } from '../store/look-back.ts'

const lookEveryMs = 60_000
const staleAfterMs = 3_600_000
const sidedDays = 28
const firstDay = '2000-01-01'

const shares = catalogue.filter(({ form, isAboutPeople }) => form === 'share' && !isAboutPeople).map(({ id }) => id)

/**
 * Looks back over all days of each share for changes of its level that no watch was there to see. Once a minute, one measure after the
 * other: those with a new day, and every one once an hour. Several nodes that look at once find the same.
 */
export function makeLookBack(db: Db): (now: Date) => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async function lookBackTick(now) {
    if (now.getTime() - lookedAt < lookEveryMs) return
    lookedAt = now.getTime()
    const known = new Map((await lookBacks(db)).map((look) => [look.measureId, look]))
    for (const measureId of shares) {
      const lastOn = await newestDay(db, [measureId])
      if (lastOn === null || !isDue(known.get(measureId), { lastOn, now })) continue
      await saveLookBack(db, { measureId, lookedAt: now, lastOn, changes: await changesOf(db, measureId, lastOn) })
    }
  }
}

const isDue = (look: LookBack | undefined, { lastOn, now }: { lastOn: string; now: Date }): boolean =>
  !look || look.lastOn !== lastOn || now.getTime() - look.lookedAt.getTime() >= staleAfterMs

/**
 * Changes of the work: with the mix of teams held still the level moved as well, and it is no matter of one team among many, which is told where teams
 * are compared.
 */
async function changesOf(db: Queryable, measureId: string, lastOn: string): Promise<FoundChange[]> {
  const days = await readCounts(db, { measureIds: [measureId], teams: null, from: firstDay, to: lastOn, by: ['day'] })
  const found = levelChanges(days.map(({ by: [on = ''], n, x }) => ({ on, n, x })))
  const all = await Promise.all(found.map(async (change) => ({ ...change, teams: await movesOf(db, measureId, change) })))
  return all.filter(({ teams }) => isBroad(teams) && isOfTeamsThemselves(teams))
}

const broadShare = 0.2

function isBroad(teams: readonly TeamMove[]): boolean {
  const moved = teams.filter(({ hasMoved: has }) => has).length
  return moved >= Math.max(1, broadShare * teams.length)
}

async function movesOf(db: Queryable, measureId: string, { since, before, after }: LevelChange): Promise<TeamMove[]> {
  const by = ['team'] as const
  const sideOf = async (from: string, to: string) => {
    const rows = await readCounts(db, { measureIds: [measureId], teams: null, from, to, by })
    return new Map(rows.map(({ by: [team = ''], n, x }) => [team, { n, x }]))
  }
  const [first = since] = [before.from, addDays(since, -sidedDays)].sort().slice(-1)
  const [last = since] = [after.to, addDays(since, sidedDays - 1)].sort()
  const earlier = await sideOf(first, addDays(since, -1))
  const later = await sideOf(since, last)
  const direction = after.x / after.n > before.x / before.n ? 1 : -1
  return [...earlier].flatMap(([team, was]) => {
    const is = later.get(team)
    const moved = is && hasMoved(was, is, direction)
    return is && moved !== undefined ? [{ team, before: was, after: is, hasMoved: moved }] : []
  })
}
