import * as z from 'zod/mini'
import { route } from '#kernel/contract.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'

/** The forgetful path does not compile. Each line below is a fault; `npm run check` fails when one of them passes. */

const run = async () => ({ subject: 'one', result: 1 })

// @ts-expect-error a write without a scope
write({ action: 'thing.make', run })

// @ts-expect-error a write without an audit action
write({ scope: 'things:write', run })

// @ts-expect-error a write that does not say what it changed
write({ scope: 'things:write', action: 'thing.make', run: async () => ({ result: 1 }) })

// @ts-expect-error a read without a scope
read({ run: async () => 1 })

// @ts-expect-error a route without a scope
route({ method: 'GET', path: '/things', summary: 'Things', input: z.object({}), output: z.object({}) })

// @ts-expect-error a scope that is not a noun and a verb
route({ method: 'GET', path: '/things', scope: 'things', summary: 'Things', input: z.object({}), output: z.object({}) })

// @ts-expect-error a context without the audit port
export const context: Ctx = { actor: {}, now: new Date(), db: {}, requestId: '1' }
