import * as z from 'zod/mini'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `public` needs no identity, `signed_in` any identity; everything else is a scope of the rights table. */
export type RouteScope = 'public' | 'signed_in' | `${string}:${string}`

/**
 * One act of the product as data. Server, typed client, console, CLI and OpenAPI all read the same object.
 * `input` is one flat object: names in the path come from the path, the rest from the query (GET, DELETE) or the body.
 */
export type Route<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> = {
  method: Method
  path: string
  scope: RouteScope
  summary: string
  description?: string
  input: I
  output: O
  /** Success status, 200 unless told. */
  status?: number
  /** The body is a stream of this media type instead of JSON. */
  stream?: 'text/event-stream' | 'application/x-ndjson'
  /** The answer may wait for something to happen: the verb is told when the caller went away. */
  waits?: true
  /** Greatest body in bytes, 1 MiB unless told. */
  bodyLimitBytes?: number
}

export type InputOf<R extends Route> = z.infer<R['input']>
export type OutputOf<R extends Route> = z.infer<R['output']>

/** Declares a route; only here so that its types are inferred. */
export function route<I extends z.ZodMiniType, O extends z.ZodMiniType>(declared: Route<I, O>): Route<I, O> {
  return declared
}

/** Names in the path: `/api/v1/teams/:team` has `team`. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] as string)
}

/** A short readable id that a person chooses: lower-case letters, digits, dots, dashes and underscores. */
export const Slug = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'use 1 to 64 lower-case letters, digits, dots, dashes or underscores'))

export const Uuid = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'use an id as this API gave it'))

/** An instant that somebody tells us, in the years that every part of the house can hold. */
export const Instant = z.iso
  .datetime('write a time like 2026-01-31T12:00:00Z')
  .check(z.refine((at) => at >= '1900', 'write a time after 1900'))

/** The window of a list: at most `limit` items after the cursor that the page before gave. */
export const pageInput = {
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  after: z.optional(z.string().check(z.maxLength(200))),
}

/** One page of a list. `next` is the cursor of the following page, null on the last. */
export function page<T extends z.ZodMiniType>(item: T) {
  return z.object({ items: z.array(item), next: z.nullable(z.string()) })
}

export const Empty = z.object({})
