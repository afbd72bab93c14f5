import { requireScope } from '#kernel/actor.ts'
import type { Ctx } from '#kernel/verb.ts'
import { closedTo } from '../refusals.ts'
import { claimFirst, claimItem, releaseClaim } from '../store/claims.ts'
import { itemOfId } from '../store/items.ts'
import { toRow } from '../wire.ts'
import { found, readerOf, requireNotProposing, workReach } from './rights.ts'

// A claim is a lease of two minutes and no fact: one statement without an audit entry, because the audit log would keep for
// good who held what, and when.

export async function claim(ctx: Ctx, { id }: { id: string }) {
  const reach = workReach(ctx.actor)
  const reader = readerOf(ctx)
  const until = await claimItem(ctx.db, { reach, id, ...reader })
  if (until) return { claimedUntil: until.toISOString() }
  const item = found(await itemOfId(ctx.db, reach, id), id)
  const refusal = closedTo(item, reader)
  // It was let go between the two looks.
  if (!refusal) return claim(ctx, { id })
  throw refusal
}

export async function unclaim(ctx: Ctx, { id }: { id: string }) {
  const reach = workReach(ctx.actor)
  await releaseClaim(ctx.db, { reach, id, ...readerOf(ctx) })
  found(await itemOfId(ctx.db, reach, id), id)
  return {}
}

export async function claimNext(ctx: Ctx, { team }: { team: string }) {
  requireScope(ctx.actor, 'exceptions:work', team)
  requireNotProposing(ctx.actor)
  const reader = readerOf(ctx)
  const item = await claimFirst(ctx.db, { teamId: team, ...reader })
  return { item: item ? toRow(item, reader) : null, claimedUntil: item?.claimedUntil?.toISOString() ?? null }
}
