import type { Chance } from '#kernel/clock.ts'
import type { InputOf } from '#kernel/contract.ts'
import { toProblem } from '#kernel/problem.ts'
import type { Ctx } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { makeHold } from './resolve.ts'
import { workReach } from './rights.ts'
import { undoOne } from './undo.ts'

type Problem = { status: number; code: string; detail: string; next?: string }

/** So many at once: enough to be quick, few enough to leave connections to others. */
const lanes = 4

/** The same answer to many items: each is a resolution of its own, and one that fails holds up no other. */
export function makeResolveMany(chance: Chance) {
  const hold = makeHold(chance)
  return async function resolveMany(ctx: Ctx, { ids, ...said }: InputOf<typeof contract.resolveMany>) {
    workReach(ctx.actor)
    const items = await eachAlone(ctx, ids, async (one, id) => (await hold(one, { id, ...said, isBulk: true })).effectiveAt)
    return { items: items.map(({ id, result, problem }) => ({ id, effectiveAt: result, problem })) }
  }
}

export async function undo(ctx: Ctx, { ids }: InputOf<typeof contract.undo>) {
  workReach(ctx.actor)
  const items = await eachAlone(ctx, ids, (one, id) => undoOne(one, { id }))
  return { items: items.map(({ id, problem }) => ({ id, isUndone: problem === null, problem })) }
}

type Done<R> = { id: string; result: R | null; problem: Problem | null }

async function eachAlone<R>(ctx: Ctx, ids: readonly string[], act: (ctx: Ctx, id: string) => Promise<R>): Promise<Done<R>[]> {
  const wanted = [...new Set(ids)]
  const done = new Map<string, Done<R>>()
  let next = 0
  async function lane(): Promise<void> {
    for (let id = wanted[next++]; id !== undefined; id = wanted[next++]) done.set(id, await alone(ctx, id, act))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return wanted.flatMap((id) => done.get(id) ?? [])
}

async function alone<R>(ctx: Ctx, id: string, act: (ctx: Ctx, id: string) => Promise<R>): Promise<Done<R>> {
  // Each item answers a repeated request by itself, as it answered the first.
  const idempotency = ctx.idempotency && { ...ctx.idempotency, key: `${ctx.idempotency.key}/${id}` }
  try {
    return { id, result: await act({ ...ctx, idempotency }, id), problem: null }
  } catch (error) {
    const { problem, isOurs } = toProblem(error, ctx.requestId)
    if (isOurs) throw error
    const { status, code, detail, next, problem: kind } = problem
    return { id, result: null, problem: { status, code: typeof kind === 'string' ? kind : code, detail, next } }
  }
}
