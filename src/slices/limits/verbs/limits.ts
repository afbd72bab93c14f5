import { requireActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { teamExists } from '#slices/identity/index.ts'
import { placesAtWork } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { defaultWindowHours, isLooser, type Limit, type Place, placeKey, setBounds } from '../limit.ts'
import { openBreaches } from '../store/breaches.ts'
import { addChange, changesOf, deleteLimit, findLimit, holdLimit, limitsIn, nextVersion, saveLimit } from '../store/limits.ts'
import { toBreach, toLimit } from '../wire.ts'
import { endByChange } from './breaches.ts'
import { figuresOf, toFigures } from './figures.ts'
import type { LimitParts } from './parts.ts'
import { visible } from './visible.ts'

type View = OutputOf<typeof contract.setLimit>
type Known = { place: Place; limit: Limit | null; isLive: boolean }

export function listLimits({ groupFloor }: LimitParts) {
  return read({
    scope: 'limits:read',
    async run(db, input: InputOf<typeof contract.listLimits>, ctx) {
      const seen = visible(ctx, 'limits:read', input)
      const open = await openBreaches(db, seen.teams)
      const known = await placesKnown(db, seen)
      const after = input.after ?? ''
      const wanted = known.filter(({ place }) => placeKey(place) > after && isWanted(open.has(placeKey(place)), input.isBreached))
      const shown = wanted.slice(0, input.limit)
      const items = await viewsOf(db, { known: shown, now: ctx.now, groupFloor, teams: seen.teams })
      return { items, next: wanted.length > shown.length ? placeKey((shown.at(-1) as Known).place) : null }
    },
  })
}

const isWanted = (isBreached: boolean, asked: boolean | undefined) => asked === undefined || asked === isBreached

/** Where AI agents are at work and where limits are set, in the order of their keys. */
async function placesKnown(db: Queryable, seen: { teams: readonly string[] | null; aiAgentId?: string }): Promise<Known[]> {
  const known = new Map<string, Known>()
  for (const row of await placesAtWork(db, seen)) {
    const place = { teamId: row.team_id, aiAgentId: row.ai_agent_id }
    known.set(placeKey(place), { place, limit: null, isLive: row.is_live })
  }
  const liveTeams = new Set([...known.values()].filter((each) => each.isLive).map((each) => each.place.teamId))
  for (const { place, limit } of await limitsIn(db, seen)) {
    const isLive = known.get(placeKey(place))?.isLive ?? (place.aiAgentId === null && liveTeams.has(place.teamId))
    known.set(placeKey(place), { place, limit, isLive })
  }
  return [...known].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each)
}

type Viewing = { known: readonly Known[]; now: Date; groupFloor: number; teams: readonly string[] | null }

async function viewsOf(db: Queryable, { known, now, groupFloor, teams }: Viewing): Promise<View[]> {
  const windows = known.map(({ place, limit }) => ({ place, windowHours: limit?.windowHours ?? defaultWindowHours }))
  const figures = await figuresOf(db, { windows, now })
  const open = await openBreaches(db, teams)
  return known.flatMap(({ place, limit, isLive }) => {
    const counted = figures.get(placeKey(place))
    if (!counted) return []
    return {
      team: place.teamId,
      aiAgent: place.aiAgentId,
      limit: limit && toLimit(limit),
      isLive,
      figures: toFigures(counted, groupFloor),
      breaches: (open.get(placeKey(place)) ?? []).map(toBreach),
      etag: String(limit?.etag ?? 0),
    }
  })
}

async function viewOf(db: Queryable, { groupFloor }: LimitParts, { place, now }: { place: Place; now: Date }): Promise<View> {
  const known = { place, limit: await findLimit(db, place), isLive: await isLiveIn(db, place) }
  const [view] = await viewsOf(db, { known: [known], now, groupFloor, teams: [place.teamId] })
  return view as View
}

async function isLiveIn(db: Queryable, { teamId, aiAgentId }: Place): Promise<boolean> {
  const places = await placesAtWork(db, { teams: [teamId], aiAgentId: aiAgentId ?? undefined })
  return places.some((each) => each.is_live)
}

type Named = { team: string; aiAgent?: string }

/** The place that was named, if the actor holds the scope there. */
async function requirePlace(db: Queryable, { team, aiAgent }: Named, { ctx, scope }: { ctx: Ctx; scope: string }): Promise<Place> {
  requireScope(ctx.actor, scope, team)
  if (aiAgent !== undefined) requireActFor(ctx.actor, aiAgent)
  else if (ctx.actor.aiAgentId !== undefined)
    throw new AppError('not_allowed', `This key speaks for ${ctx.actor.aiAgentId} alone.`, { next: 'Name it as aiAgent.' })
  if (!(await teamExists(db, team)))
    throw new AppError('not_found', `There is no team ${team}.`, { next: 'Check its id, or make the team first.' })
  return { teamId: team, aiAgentId: aiAgent ?? null }
}

export function getLimit(parts: LimitParts) {
  return read({
    scope: 'limits:read',
    async run(db, input: Named, ctx) {
      const place = await requirePlace(db, input, { ctx, scope: 'limits:read' })
      const history = (await changesOf(db, place)).map(({ limit, ...change }) => ({ ...toLimit(limit), ...change }))
      return { ...(await viewOf(db, parts, { place, now: ctx.now })), history }
    },
  })
}

export function setLimit(parts: LimitParts) {
  return write({
    scope: 'limits:write',
    action: 'limit.set',
    async run(tx, input: InputOf<typeof contract.setLimit>, ctx) {
      const { team, aiAgent, reason, ...bounds } = input
      const place = await requirePlace(tx, { team, aiAgent }, { ctx, scope: 'limits:write' })
      const before = await holdLimit(tx, place)
      requireMatch(ctx, String(before?.etag ?? 0), 'limit')
      const isLive = await isLiveIn(tx, place)
      const after = setBounds(before, { bounds, reason, isLive, at: ctx.now, version: await nextVersion(tx, place) })
      if (!(await saveLimit(tx, place, { limit: after, before }))) throw stale()
      const isLoosened = before !== null && isLooser(before, after)
      await addChange(tx, place, { limit: after, isRemoval: false, isLoosened, wasLive: isLive })
      await endByChange(tx, parts, { place, bounds: after, ctx })
      const result = await viewOf(tx, parts, { place, now: ctx.now })
      return { subject: `limit:${placeKey(place)}`, before: told(before), after: told(after), reason, result }
    },
  })
}

const told = (limit: Limit | null) => limit && { ...toLimit(limit), setAt: undefined }

function stale(): AppError {
  return new AppError('stale', 'Somebody set this limit at the same moment.', {
    next: 'Read it again, and send your edit with the new ETag.',
  })
}

export function removeLimit(parts: LimitParts) {
  return write({
    scope: 'limits:write',
    action: 'limit.remove',
    async run(tx: Tx, input: Named, ctx) {
      const place = await requirePlace(tx, input, { ctx, scope: 'limits:write' })
      const before = await holdLimit(tx, place)
      if (!before) throw new AppError('not_found', 'No limit is set there.', { next: 'See /api/v1/limits for what there is.' })
      requireMatch(ctx, String(before.etag), 'limit')
      if (await isLiveIn(tx, place))
        throw new AppError('conflict', 'Something is live there, and what is live has a limit.', {
          next: 'Change the limit instead, or take the deployment back to assist first.',
        })
      await deleteLimit(tx, place)
      const removed = { ...before, setAt: ctx.now, etag: await nextVersion(tx, place) }
      await addChange(tx, place, { limit: removed, isRemoval: true, isLoosened: false, wasLive: false })
      await endByChange(tx, parts, { place, bounds: null, ctx })
      const result = await viewOf(tx, parts, { place, now: ctx.now })
      return { subject: `limit:${placeKey(place)}`, before: told(before), after: null, result }
    },
  })
}
