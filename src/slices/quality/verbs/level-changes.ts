import { teamsOf } from '#kernel/actor.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { read } from '#kernel/verb.ts'
import type * as contract from '../contract/level-changes.ts'
import type { Level } from '../level-change.ts'
import { type FoundChange, lookBacks } from '../store/look-back.ts'

type Output = OutputOf<typeof contract.listLevelChanges>

export const listLevelChanges = read({
  scope: 'quality:read',
  async run(db, _input: Record<string, never>, { actor }): Promise<Output> {
    const looks = await lookBacks(db)
    const visible = teamsOf(actor, 'quality:read')
    const items = looks
      .flatMap(({ measureId, changes }) => changes.map((change) => ({ measureId, change })))
      .sort((one, other) => sizeOf(other.change) - sizeOf(one.change))
      .map(({ measureId, change }) => wired(measureId, change, visible))
    const newest = Math.max(...looks.map(({ lookedAt }) => lookedAt.getTime()))
    return { lookedAt: looks.length === 0 ? null : new Date(newest).toISOString(), items }
  },
})

function wired(measure: string, { since, before, after, teams }: FoundChange, visible: readonly string[] | null): Output['items'][number] {
  const shown = teams.filter(({ team }) => visible === null || visible.includes(team))
  const moved = teams.filter(({ hasMoved }) => hasMoved).length
  return { measure, since, before, after, compared: teams.length, moved, teams: shown }
}

/** How far the odds moved, up or down. */
const sizeOf = ({ before, after }: Pick<FoundChange, 'before' | 'after'>) => Math.abs(logOdds(after) - logOdds(before))
const logOdds = ({ n, x }: Level) => Math.log((x + 0.5) / (n - x + 0.5))
