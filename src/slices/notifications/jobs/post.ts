import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Post } from '../bodies.ts'
import type { Guard } from './guard.ts'

export type Answer = { status: number; text: string; retryAfterMs?: number }

const answerBytesMax = 4096

/**
 * Posts and reads the beginning of the answer. A connection of its own each time, to an address that the guard allowed;
 * redirects are not followed, and no proxy is asked.
 */
export async function post(sent: Post, { guard, signal }: { guard: Guard; signal: AbortSignal }): Promise<Answer> {
  const url = new URL(sent.url)
  guard.requireAllowed(url.hostname)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const body = Buffer.from(sent.body)
  return new Promise((resolve, reject) => {
    const headers = { ...sent.headers, 'content-length': body.length, 'user-agent': 'Pilotage' }
    const asked = request(url, { method: 'POST', headers, agent: false, lookup: guard.lookup, signal }, (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const answer = () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).subarray(0, answerBytesMax).toString('utf8'),
          retryAfterMs: retryAfterMs(response.headers['retry-after']),
        })
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        chunks.push(chunk)
        // What counts is the status; an answer without end is left.
        if (bytes >= answerBytesMax) {
          answer()
          response.destroy()
        }
      })
      response.on('end', answer)
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Seconds; the other form, a date, is rare and left out. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined
}
