import type { Socket } from 'node:net'
import { AppError } from './errors.ts'
import { toProblem } from './problem.ts'

type Refusal = { status: number; words: string; error: AppError }

const kinds: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    words: 'Request Header Fields Too Large',
    error: new AppError('too_large', 'The headers of the request are too large.', {
      next: 'Send less than 16 kB of headers, cookies among them.',
    }),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    words: 'Request Timeout',
    error: new AppError('invalid', 'The request did not arrive in time.', { next: 'Send it again in one go.' }),
  },
}

const notHttp: Refusal = {
  status: 400,
  words: 'Bad Request',
  error: new AppError('invalid', 'This is not a request that can be read.', {
    next: 'Check the address and the headers, and speak HTTP/1.1.',
  }),
}

/** Answers, and hangs up on, what never became a request: broken HTTP, too many headers, too slow. */
export function refuseBrokenRequest(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, words, error: refusal } = kinds[error.code ?? ''] ?? notHttp
  const body = JSON.stringify({ ...toProblem(refusal, 'none').problem, status })
  const head = [
    `HTTP/1.1 ${status} ${words}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  else socket.destroy()
}
