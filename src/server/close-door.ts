import type { Socket } from 'node:net'
import type { App } from '#kernel/http.ts'

/** Longer than a decision may take to be written, so that whoever can still be answered is. */
const lastAnswersMs = 20_000
const sweepMs = 50
/** A connection that has not asked anything for this long was opened in reserve, as some clients do. */
const silentMs = 1000

/**
 * Makes the end of the door: it answers what was asked before and takes nothing new. Neither a caller that never ends its request
 * nor a connection that lies idle holds this up for good.
 */
export function makeDoorEnd(app: App): () => Promise<void> {
  const { server } = app.fastify
  const connections = new Set<Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
  })

  return async function closeDoor() {
    const begun = performance.now()
    const cut = setTimeout(() => server.closeAllConnections(), lastAnswersMs)
    const sweep = setInterval(() => {
      // Idle is also who got the last answer after the closing began. The server does not count who never asked.
      server.closeIdleConnections()
      if (performance.now() - begun < silentMs) return
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    }, sweepMs)
    await app.fastify.close()
    clearTimeout(cut)
    clearInterval(sweep)
  }
}
