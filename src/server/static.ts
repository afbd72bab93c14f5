import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { AppError } from '#kernel/errors.ts'
import { type App, sendProblem } from '#kernel/http.ts'
import { docsPage, docsStyle } from './docs-page.ts'

const security = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/** Serves the console and the documentation page. Addresses of the console all answer its one page. */
export async function serveConsole(app: App, publicDir = join(import.meta.dirname, '..', 'public')): Promise<void> {
  const { fastify, house } = app
  fastify.addHook('onSend', async (_request, reply) => {
    reply.headers(security)
  })
  fastify.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage()))
  fastify.get('/api/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle))
  const isBuilt = existsSync(join(publicDir, 'index.html'))
  if (isBuilt)
    await fastify.register(fastifyStatic, {
      root: publicDir,
      wildcard: false,
      cacheControl: false,
      setHeaders(response, path) {
        response.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  fastify.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && !/\.[a-z0-9]+$/.test(request.url.split('?')[0] ?? '')
    if (isPage && isBuilt) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const where = `${request.method} ${request.url.split('?')[0]}`
    return sendProblem(house, new AppError('not_found', `There is nothing at ${where}.`, { next: 'See /api/docs for what there is.' }), {
      request,
      reply,
    })
  })
}
