import type { Route } from '#kernel/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import type { Headers } from './contract/door.ts'
import { letterOf, send } from './contract/door.ts'
import { seat } from './contract/furnished.ts'
import { ask, type World } from './world.ts'

/** Long enough for a resolution to take effect. */
export const heldMs = 9000

let cases = 0

/** A request for a decision about a case of its own, so that it is no proposal made again. */
export function askNew(amount: unknown, more: Record<string, unknown> = {}) {
  return ask(amount, { subject: `conversation:q${++cases}`, ...more })
}

/** A proposal that waits in the queue: 500 goes to review, 5000 to people only. */
export async function waiting(here: World, amount = 500, more: Record<string, unknown> = {}) {
  const request = askNew(amount, more)
  const decision = await here.call(decisions.decide, request)
  await here.running.tail.runOnce()
  return { id: decision.id, request, decision }
}

/** Lets time pass until everything that is held has taken effect. */
export async function takeEffect(here: World): Promise<void> {
  here.clock.add(heldMs)
  await here.running.tail.runOnce()
}

export const detailOf = (here: World, id: string) => here.call(exceptions.getException, { id })

export type Colleague = {
  headers: Headers
  ask(route: Route, input: Record<string, unknown>): Promise<{ status: number; body: Record<string, unknown> }>
}

/** Somebody of the team in a browser of their own. */
export async function colleague(here: World, name: string, team = 'billing'): Promise<Colleague> {
  const { headers } = await seat(here, name, { role: 'teammate', team })
  return {
    headers,
    async ask(route, input) {
      const { status, text } = await send(here.running.app, letterOf(route, input, headers))
      return { status, body: JSON.parse(text) as Record<string, unknown> }
    },
  }
}
