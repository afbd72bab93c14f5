import { may } from '#kernel/actor.ts'
import type { Chance } from '#kernel/clock.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import type * as contract from '../contract/rebuild.ts'
import { addRebuild, differencesOf, endRebuild, endSilent, newestRebuild as newest, type Rebuild } from '../store/rebuilds.ts'

type Told = OutputOf<typeof contract.beginRebuild>

const scope = 'counts:rebuild'
const reading = 'measures:read'

/** After so long without a word, the node that worked on a rebuild is gone. */
export const silentMs = 30_000

export function beginRebuild({ chance }: { chance: Chance }) {
  return write({
    scope,
    everywhere: true,
    action: 'rebuild.begin',
    async run(tx, _input: InputOf<typeof contract.beginRebuild>, ctx) {
      const id = chance.uuid(ctx.now)
      await endSilent(tx, new Date(ctx.now.getTime() - silentMs))
      if (!(await addRebuild(tx, { id, at: ctx.now })))
        throw new AppError('conflict', 'A rebuild goes on already.', {
          next: 'Wait until it is done, or cancel it: /api/v1/rebuilds/newest.',
        })
      return { subject: `rebuild:${id}`, result: await newestTold(tx, ctx) }
    },
  })
}

export const cancelRebuild = write({
  scope,
  everywhere: true,
  action: 'rebuild.cancel',
  async run(tx, { rebuild: id }: InputOf<typeof contract.cancelRebuild>, ctx) {
    const found = await newest(tx, null)
    if (found?.id !== id)
      throw new AppError('not_found', `There is no rebuild ${id} that goes on.`, {
        next: 'See /api/v1/rebuilds/newest for the newest one.',
      })
    if (!(await endRebuild(tx, id, { state: 'cancelled', problem: null, at: ctx.now })))
      throw new AppError('conflict', 'This rebuild is over already.', { next: 'See /api/v1/rebuilds/newest for how it ended.' })
    return { subject: `rebuild:${id}`, result: await newestTold(tx, ctx) }
  },
})

export const newestRebuild = read({
  scope: reading,
  async run(db, _input: InputOf<typeof contract.newestRebuild>, ctx) {
    const found = await newest(db, null)
    const proven = await newest(db, 'done')
    return {
      rebuild: found ? await toWire(db, found, ctx) : null,
      proven: proven?.endedAt ? { at: proven.endedAt.toISOString(), differed: placesIn(await differencesOf(db, proven.id)) } : null,
    }
  },
})

async function newestTold(db: Queryable, ctx: Ctx): Promise<Told> {
  const found = await newest(db, null)
  must(found, 'A rebuild that was just written is there')
  return toWire(db, found, ctx)
}

const placesIn = (differences: readonly { places: number }[]) => differences.reduce((sum, { places }) => sum + places, 0)

async function toWire(db: Queryable, rebuild: Rebuild, { actor, now }: Ctx): Promise<Told> {
  const { id, factsRead, factsTotal, problem, beganAt, beatsAt, endedAt } = rebuild
  const differences = await differencesOf(db, id)
  const isSilent = rebuild.state === 'running' && now.getTime() - beatsAt.getTime() > silentMs
  const state = isSilent ? 'interrupted' : rebuild.state
  const seconds = ((endedAt ?? beatsAt).getTime() - beganAt.getTime()) / 1000
  const rate = seconds > 0 ? factsRead / seconds : 0
  // Facts that came in since they were counted are read as well.
  const total = factsTotal === null ? null : Math.max(factsTotal, factsRead)
  return {
    id,
    state,
    factsRead,
    factsTotal: total,
    share: shareOf(state, factsRead, total),
    factsPerSecond: rate,
    secondsLeft: state === 'running' && total !== null && rate > 0 ? (total - factsRead) / rate : null,
    differed: placesIn(differences),
    differences: differences.filter(({ team }) => may(actor, reading, team)),
    problem,
    begunAt: beganAt.toISOString(),
    endedAt: (endedAt ?? (isSilent ? beatsAt : null))?.toISOString() ?? null,
  }
}

function shareOf(state: Told['state'], done: number, total: number | null): number | null {
  if (state === 'done') return 1
  if (total === null) return null
  return total === 0 ? 0 : done / total
}
