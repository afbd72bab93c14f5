import type { Actor } from './actor.ts'
import { requireEverywhere, requireScope } from './actor.ts'
import type { Db, Tx } from './db.ts'
import { AppError } from './errors.ts'
import { replayOrClaim, storeAnswer } from './idempotency.ts'

/** What changed, in words for the audit log. `before` and `after` hold no secrets. */
export type AuditEntry = { actor: Actor; action: string; subject: string; at: Date; before?: unknown; after?: unknown; reason?: string }

/** The audit port. The audit slice fulfils it; `server/` passes it in. */
export type WriteAudit = (tx: Tx, entry: AuditEntry) => Promise<void>

/** The HTTP side of a request, for the few verbs that deal in cookies and addresses. Jobs have none. */
export type Exchange = {
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The network address that the request came from. */
  address: string
  setCookie(header: string): void
}

/** Everything a verb may know of its caller and its surroundings. Made once for each request. */
export type Ctx = {
  actor: Actor
  now: Date
  db: Db
  audit: WriteAudit
  requestId: string
  /** The `If-Match` header, when the caller sent one. */
  ifMatch?: string
  /** The `Idempotency-Key` header with a digest of the request, when the caller sent one. */
  idempotency?: { key: string; digest: string }
  exchange?: Exchange
  /** Aborted when the caller went away. Only routes that wait or stream have it. */
  signal?: AbortSignal
}

/** What a write says about itself: the subject it changed, before and after, and what the caller is answered. */
export type Change<R> = { subject: string; before?: unknown; after?: unknown; reason?: string; result: R }

type Right = {
  /** Scope of the rights table that the actor needs; the verb itself checks the team where there is one. */
  scope: string
  /** True for what belongs to no single team: the scope must hold in all of them. */
  everywhere?: true
}

type WriteDeclaration<I, R> = Right & {
  /** Audit action, `noun.verb`. */
  action: string
  run(tx: Tx, input: I, ctx: Ctx): Promise<Change<R>>
}

/**
 * Declares a write. Scope, transaction, audit entry and idempotency come from here, so a verb cannot forget them:
 * the audit entry and the caller's idempotency key commit together with the change, or nothing does.
 */
export function write<I, R>(declared: WriteDeclaration<I, R>): (ctx: Ctx, input: I) => Promise<R> {
  return async function runWrite(ctx, input) {
    requireRight(ctx.actor, declared)
    return ctx.db.tx(async (tx) => {
      const earlier = await replayOrClaim<R>(tx, ctx)
      if (earlier) return earlier.answer
      const change = await declared.run(tx, input, ctx)
      await ctx.audit(tx, {
        actor: ctx.actor,
        action: declared.action,
        subject: change.subject,
        at: ctx.now,
        before: change.before,
        after: change.after,
        reason: change.reason,
      })
      await storeAnswer(tx, ctx, change.result)
      return change.result
    })
  }
}

/** Declares a read: the scope is checked, nothing is written. */
export function read<I, R>(declared: Right & { run(db: Db, input: I, ctx: Ctx): Promise<R> }): (ctx: Ctx, input: I) => Promise<R> {
  return async function runRead(ctx, input) {
    requireRight(ctx.actor, declared)
    return declared.run(ctx.db, input, ctx)
  }
}

function requireRight(actor: Actor, { scope, everywhere }: Right): void {
  if (everywhere) requireEverywhere(actor, scope)
  else requireScope(actor, scope)
}

/** Refuses an edit that was not made against the current state of the thing. */
export function requireMatch(ctx: Ctx, currentEtag: string, noun: string): void {
  if (ctx.ifMatch === undefined)
    throw new AppError('match_required', `Say which state of the ${noun} you edited.`, {
      next: `Read the ${noun} again and send its ETag as If-Match.`,
    })
  if (ctx.ifMatch.replace(/^W\//, '').replaceAll('"', '') !== currentEtag)
    throw new AppError('stale', `Somebody changed the ${noun} since you read it.`, {
      next: `Read the ${noun} again, look at what changed, and send your edit with the new ETag.`,
      current: currentEtag,
    })
}
