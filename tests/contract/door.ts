import type { InjectOptions } from 'fastify'
import { pathNames, type Route } from '#kernel/contract.ts'
import type { App } from '#kernel/http.ts'

export type Headers = Record<string, string>

/** What came back, as it went over the wire. */
export type Answer = { status: number; type: string; headers: Record<string, unknown>; text: string }

/** A request in the form that the server gets it. */
export type Letter = { method: string; url: string; headers: Headers; payload?: string }

const isInUrl = (route: Route) => route.method === 'GET' || route.method === 'DELETE'

/** Writes down what a client sends for this input; halves of characters go into the address as the bytes that they would be. */
export function letterOf(route: Route, input: Record<string, unknown>, headers: Headers = {}): Letter {
  const names = pathNames(route.path)
  const url = names.reduce((path, name) => path.replace(`:${name}`, () => inUrl(input[name])), route.path)
  const rest = Object.entries(input).filter(([name, value]) => !names.includes(name) && value !== undefined)
  if (!isInUrl(route))
    return {
      method: route.method,
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(Object.fromEntries(rest)),
    }
  const query = rest.map(([name, value]) => `${inUrl(name)}=${inUrl(value)}`).join('&')
  return { method: route.method, url: query === '' ? url : `${url}?${query}`, headers }
}

function inUrl(value: unknown): string {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value))
  return [...text]
    .map((sign) => (sign >= '\ud800' && sign <= '\udfff' && sign.length === 1 ? '%ED%A0%80' : encodeURIComponent(sign)))
    .join('')
}

/** Knocks at the real door, without a network. A stream is only looked at, and left after its head. */
export async function send(app: App, letter: Letter, isStream = false): Promise<Answer> {
  const response = await app.fastify.inject({ ...letter, payloadAsStream: isStream } as InjectOptions)
  const { statusCode, headers } = response
  const isOpen = isStream && statusCode < 400
  if (isOpen) response.stream().destroy()
  return { status: statusCode, type: String(headers['content-type'] ?? ''), headers, text: isOpen ? '' : await bodyOf(response, isStream) }
}

async function bodyOf(response: Awaited<ReturnType<App['fastify']['inject']>>, isStream: boolean): Promise<string> {
  if (!isStream) return response.body
  const chunks: Buffer[] = []
  for await (const chunk of response.stream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
