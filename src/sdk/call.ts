import type { InputOf, OutputOf, Route } from '#kernel/contract.ts'
import type { Problem } from '#kernel/errors.ts'

/** A refusal by the server, with the problem as it was sent. */
export class CallError extends Error {
  override name = 'CallError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.next ? `${problem.detail} ${problem.next}` : problem.detail)
    this.problem = problem
  }
}

export type CallOptions = { ifMatch?: string; ifNoneMatch?: string; idempotencyKey?: string; signal?: AbortSignal }

export type Call = <R extends Route>(route: R, input: InputOf<R>, options?: CallOptions) => Promise<OutputOf<R>>

export type CallerOptions = {
  baseUrl?: string
  headers?: Record<string, string>
  fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** The one client of the API: console, command line, tests and customers use it. It sends what the route table says. */
export function createCaller(options: CallerOptions = {}): Call {
  const send = options.fetch ?? ((url, init) => fetch(url, init))
  return async function call(route, input, callOptions = {}) {
    const { url, body } = address(route, input as Record<string, unknown>)
    const headers = headersOf(options, callOptions, body !== undefined)
    const response = await send(`${options.baseUrl ?? ''}${url}`, { method: route.method, headers, body, signal: callOptions.signal })
    const text = await response.text()
    if (!response.ok) throw new CallError(problemOf(response.status, text))
    return text === '' ? {} : JSON.parse(text)
  }
}

function headersOf(
  options: CallerOptions,
  { ifMatch, ifNoneMatch, idempotencyKey }: CallOptions,
  hasBody: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { ...options.headers }
  if (hasBody) headers['content-type'] = 'application/json'
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`
  if (ifNoneMatch !== undefined) headers['if-none-match'] = `"${ifNoneMatch}"`
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
  return headers
}

/** Where a route is called with an input, and what is sent there. */
export function address(route: Route, input: Record<string, unknown>): { url: string; body?: string } {
  const rest = { ...input }
  // Customers install this file without the schemas, so it reads the names in the path itself.
  const url = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (route.method !== 'GET' && route.method !== 'DELETE') return { url, body: JSON.stringify(rest) }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) if (value !== undefined && value !== null) query.set(name, String(value))
  const text = query.toString()
  return { url: text === '' ? url : `${url}?${text}` }
}

function problemOf(status: number, text: string): Problem {
  try {
    return JSON.parse(text) as Problem
  } catch {
    return { type: 'about:blank', title: 'Error', status, code: 'internal', detail: `The server answered ${status}.` }
  }
}
