import type { Actor } from './actor.ts'
import type { Tx } from './db.ts'
import { AppError } from './errors.ts'

/** The part of the caller's context that a key is claimed with. */
type Claim = { actor: Actor; now: Date; idempotency?: { key: string; digest: string } }

type Row = { digest: string; answer: unknown }

/**
 * Claims the caller's idempotency key inside the transaction of the write, or returns the answer that an earlier
 * request with the same key and the same content was given. Two at once: the second waits for the first to commit.
 */
export async function replayOrClaim<R>(tx: Tx, ctx: Claim): Promise<{ answer: R } | undefined> {
  if (!ctx.idempotency) return undefined
  const { key, digest } = ctx.idempotency
  const claimed = await tx.query(
    `insert into idempotency_key (actor_id, key, digest, at) values ($1, $2, $3, $4)
     on conflict (actor_id, key) do nothing returning key`,
    [ctx.actor.id, key, digest, ctx.now],
  )
  if (claimed.length > 0) return undefined
  const [row] = await tx.query<Row>('select digest, answer from idempotency_key where actor_id = $1 and key = $2', [ctx.actor.id, key])
  if (row?.digest !== digest)
    throw new AppError('conflict', 'This Idempotency-Key was used for a different request.', { next: 'Use a new key for a new request.' })
  return { answer: row.answer as R }
}

/** Keeps the answer beside the key, for the next request that carries it. */
export async function storeAnswer(tx: Tx, ctx: Claim, answer: unknown): Promise<void> {
  if (!ctx.idempotency) return
  await tx.query('update idempotency_key set answer = $3 where actor_id = $1 and key = $2', [
    ctx.actor.id,
    ctx.idempotency.key,
    JSON.stringify(answer ?? null),
  ])
}
