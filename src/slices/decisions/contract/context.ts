import * as z from 'zod/mini'
import { Instant } from '#kernel/contract.ts'

/** A name that the caller made: any visible characters, no line breaks. */
export const CallerId = z.string().check(z.regex(/^\P{C}{1,200}$/u, 'use 1 to 200 visible characters'))

/** A call id of the caller. Those that begin with `edit:` are the house's own: it judges a teammate's edit under them. */
export const CallId = z.string().check(z.regex(/^(?!edit:)\P{C}{1,200}$/u, 'use 1 to 200 visible characters that do not begin with edit:'))

const Text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))
const Href = z.string().check(z.regex(/^https?:\/\/[^\s"'<>]{1,1000}$/u, 'write an address that begins with https://'))

/** A document that the AI agent relied on, with what is known of its age. */
export const Knowledge = z.strictObject({
  id: CallerId,
  version: z.optional(CallerId),
  title: z.optional(Text(200)),
  href: z.optional(Href),
  updatedAt: z.optional(Instant),
  reviewDueAt: z.optional(Instant),
})

const Turn = z.strictObject({
  from: z.enum(['customer', 'ai_agent', 'teammate', 'system']),
  at: z.optional(Instant),
  text: Text(4000),
})

export const Context = z.strictObject({
  /** What it is about, in a few words: the title of the item in the queue. */
  title: z.optional(Text(200)),
  customer: z.optional(z.strictObject({ name: z.optional(Text(200)), tier: z.optional(CallerId) })),
  conversation: z.optional(z.array(Turn).check(z.maxLength(50))),
  /** The reply that the AI agent wants to send. */
  reply: z.optional(Text(8000)),
  earlier: z.optional(
    z.array(z.strictObject({ at: z.optional(Instant), title: Text(200), href: z.optional(Href) })).check(z.maxLength(10)),
  ),
  links: z.optional(z.array(z.strictObject({ title: Text(100), href: Href })).check(z.maxLength(10))),
})
