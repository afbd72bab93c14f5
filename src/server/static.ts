import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { AppError } from '#kernel/errors.ts'
import { type App, sendProblem } from '#kernel/http.ts'
import { docsPage, docsStyle } from './docs-page.ts'

/** Everything on our pages comes from this server, and nobody else shows them in a frame. */
const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/** Serves the console and the documentation page. Addresses of the console all answer its one page. */
export async function serveConsole(app: App, publicDir = join(import.meta.dirname, '..', 'public')): Promise<void> {
  const { fastify, house } = app
  fastify.get('/api/docs', (_request, reply) => reply.headers(pageHeaders).type('text/html; charset=utf-8').send(docsPage()))
  fastify.get('/api/docs.css', (_request, reply) => reply.headers(pageHeaders).type('text/css; charset=utf-8').send(docsStyle))
  const isBuilt = existsSync(join(publicDir, 'index.html'))
  if (isBuilt)
    await fastify.register(fastifyStatic, {
      root: publicDir,
      wildcard: false,
      cacheControl: false,
      setHeaders(response, path) {
        for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
        response.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  fastify.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/assets/')
    if (isPage && isBuilt) return reply.sendFile('index.html')
    const error = new AppError('not_found', `There is nothing at ${request.method} ${path}.`, { next: 'See /api/docs for what there is.' })
    return sendProblem(house, error, { request, reply })
  })
}
