import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type * as z from 'zod/mini'
import { type Actor, requireScope } from './actor.ts'
import { refuseBrokenRequest } from './broken-request.ts'
import type { Clock } from './clock.ts'
import { type InputOf, type OutputOf, pathNames, type Route } from './contract.ts'
import type { Db } from './db.ts'
import { AppError, type Fault } from './errors.ts'
import { toProblem } from './problem.ts'
import type { Ctx, Exchange, WriteAudit } from './verb.ts'

export type Headers = FastifyRequest['headers']

/** Who sent a request, and whether a browser's cookie said so (then writes must come from our own pages). */
export type Identified = { actor: Actor; byCookie: boolean }

/** What every request needs and no slice owns. `server/` makes it once. */
export type House = {
  db: Db
  clock: Clock
  audit: WriteAudit
  identify(headers: Headers): Identified | Promise<Identified>
  log(level: 'error' | 'warn' | 'info', words: string, facts?: Record<string, unknown>): void
  /** Checks every answer against its contract; for tests, because it costs time. */
  checksAnswers?: boolean
}

/** The HTTP server with the routes that were mounted on it. */
export type App = { house: House; fastify: FastifyInstance; routes: Route[] }

export type Verb<R extends Route> = (
  ctx: Ctx,
  input: InputOf<R>,
) => Promise<OutputOf<R> | AsyncIterable<string>> | OutputOf<R> | AsyncIterable<string>

/** Makes the server: JSON in and out, limits, problems. No routes yet. */
export function makeApp(house: House): App {
  let count = 0
  const fastify = Fastify({
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    // What still comes over an open connection is answered as ever, and told that the connection closes.
    return503OnClosing: false,
    genReqId: () => `${process.pid.toString(36)}-${(count++).toString(36)}`,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => void sendProblem(house, error, { request, reply }),
    clientErrorHandler: refuseBrokenRequest,
  })
  // What a form of a foreign page can send without asking is not read at all.
  fastify.removeContentTypeParser('text/plain')
  fastify.setErrorHandler((error, request, reply) => sendProblem(house, error, { request, reply }))
  return { house, fastify, routes: [] }
}

export function sendProblem(house: House, error: unknown, at: { request: FastifyRequest; reply: FastifyReply }) {
  const { request, reply } = at
  const { problem, isOurs } = toProblem(error, request.id)
  if (isOurs)
    house.log('error', 'A request failed by our own mistake', {
      requestId: request.id,
      method: request.method,
      url: request.routeOptions.url,
      error,
    })
  if (problem.status === 503) void reply.header('retry-after', '2')
  return reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

/** Mounts one act: identity, scope, input, the verb, the answer. There is no second way into the product. */
export function serve<R extends Route>(app: App, route: R, verb: Verb<R>): void {
  const { house } = app
  const names = pathNames(route.path)
  const isWayIn = route.scope === 'public' || route.scope === 'signed_in'
  const isLong = route.waits === true || route.stream !== undefined
  app.routes.push(route)

  async function answer(request: FastifyRequest, reply: FastifyReply) {
    const found = house.identify(request.headers)
    const identified = found instanceof Promise ? await found : found
    admit(route, identified, request)
    const input = parseInput(route.input, collect(request, names)) as InputOf<R>
    const ctx = contextOf(house, identified.actor, request)
    // Browsers and the ways in need headers and cookies; the calls of AI agents, which are many, do not.
    if (isWayIn || identified.byCookie) ctx.exchange = exchangeOf(request, reply)
    if (isLong) ctx.signal = goneSignal(reply)
    const output = await verb(ctx, input)
    return sendAnswer(house, { route, reply, output, known: request.headers['if-none-match'] })
  }

  app.fastify.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimitBytes,
    handler: answer,
  })
}

function sendAnswer(house: House, sent: { route: Route; reply: FastifyReply; output: unknown; known?: string }) {
  const { route, reply, output, known } = sent
  if (route.stream)
    return reply.header('content-type', `${route.stream}; charset=utf-8`).send(Readable.from(output as AsyncIterable<string>))
  if (house.checksAnswers) checkAnswer(route, output)
  const etag = (output as { etag?: string } | undefined)?.etag
  if (etag !== undefined) void reply.header('etag', `"${etag}"`)
  if (route.method === 'GET' && etag !== undefined && known === `"${etag}"`) return reply.code(304).send()
  return reply
    .code(route.status ?? 200)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(output ?? {}))
}

function admit(route: Route, identified: Identified, request: FastifyRequest): void {
  const { actor, byCookie } = identified
  if (byCookie && route.method !== 'GET') refuseForeignPages(request.headers)
  if (route.scope === 'public') return
  if (route.scope !== 'signed_in') requireScope(actor, route.scope)
  if (actor.kind === 'nobody')
    throw new AppError('not_signed_in', 'Sign in first.', { next: 'Sign in, or send an API key as a bearer token.' })
}

/** A write that rides on a cookie must come from a page of this very server. */
export function refuseForeignPages(headers: Headers): void {
  if (headers['sec-fetch-site'] === 'same-origin') return
  const origin = headers.origin
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === headers.host) return
  throw new AppError('not_allowed', 'This change did not come from a page of this server.', {
    next: 'Use the console, or send an API key as a bearer token instead of a cookie.',
  })
}

function collect(request: FastifyRequest, names: string[]): unknown {
  const hasBody = request.method !== 'GET' && request.method !== 'DELETE'
  const given = hasBody ? (request.body ?? {}) : request.query
  if (names.length === 0) return given
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const params = request.params as Record<string, string>
  return { ...given, ...params }
}

function parseInput(schema: z.ZodMiniType, given: unknown): unknown {
  const parsed = schema.safeParse(given, { error: wordsOf })
  if (parsed.success) return parsed.data
  const faults: Fault[] = parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const first = faults[0]
  const place = first?.path ? `${first.path}: ` : ''
  throw new AppError('invalid', `The request cannot be used. ${place}${first?.message ?? 'it has the wrong shape'}.`, {
    faults,
    next: 'Correct the places in faults. The form of every request is in /api/docs.',
  })
}

/** Words for the kinds of fault for which a schema has none of its own. */
function wordsOf(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no field ${issue.keys.join(', ')} here`
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`
  if (issue.code === 'too_small') return `must be at least ${issue.minimum} ${unitOf(issue.origin)}`.trimEnd()
  if (issue.code === 'too_big') return `must be at most ${issue.maximum} ${unitOf(issue.origin)}`.trimEnd()
  return 'cannot be used'
}

function unitOf(origin: string): string {
  if (origin === 'string') return 'characters'
  return origin === 'array' ? 'items' : ''
}

function contextOf(house: House, actor: Actor, request: FastifyRequest): Ctx {
  const key = request.headers['idempotency-key']
  return {
    actor,
    now: house.clock.now(),
    db: house.db,
    audit: house.audit,
    requestId: request.id,
    ifMatch: request.headers['if-match'],
    idempotency: typeof key === 'string' ? { key: checkedKey(key), digest: digestOf(request) } : undefined,
    exchange: undefined,
    signal: undefined,
  }
}

/** Aborted when the connection of the answer closes, at the latest when everything was sent. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  if (reply.raw.destroyed) gone.abort()
  else reply.raw.once('close', () => gone.abort())
  return gone.signal
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply): Exchange {
  return {
    headers: request.headers,
    get address() {
      return request.ip
    },
    setCookie: (header) => void reply.header('set-cookie', header),
  }
}

function checkedKey(key: string): string {
  if (key.length > 0 && key.length <= 200) return key
  throw new AppError('invalid', 'The Idempotency-Key has no usable length.', { next: 'Use 1 to 200 characters, a UUID for example.' })
}

function digestOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
}

function checkAnswer(route: Route, output: unknown): void {
  const parsed = route.output.safeParse(JSON.parse(JSON.stringify(output ?? {})))
  if (!parsed.success) throw new Error(`The answer of ${route.method} ${route.path} breaks its contract: ${parsed.error.message}`)
}
