import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning } from './postmaster-file.ts'
import { type Attempt, hangUp, type Session, takeOver } from './reach.ts'

/** The end of the lock's connection tells of a dead server at once; a look each second catches what that misses. */
const lookMs = 1_000
const longestPauseMs = 1_000
/** A server that lived this long was well, so that its end is a new misfortune and not the same one. */
const wellMs = 1_000

/** The session in force. `close` ends the watching and waits for a new start that is under way to give up. */
export type Guard = { current(): Session; close(): Promise<void> }

/** Watches the server and takes the directory over again, with growing pauses, each time that the connection to it ends. */
export function guard(attempt: Attempt, first: Session, onRestart: () => void): Guard {
  const ending = new AbortController()
  const pauses = newPauses()
  let session = first
  let recovery: Promise<void> | undefined
  const timer = setInterval(() => void (isRunning(session.pid) || recoverOnce()), lookMs)
  timer.unref()
  session.client.once('end', recoverOnce)

  function recoverOnce(): void {
    if (ending.signal.aborted) return
    recovery ??= recover().finally(() => {
      recovery = undefined
    })
  }

  async function recover(): Promise<void> {
    session.client.removeListener('end', recoverOnce)
    void hangUp(session.client)
    const again = { ...attempt, address: session.address, signal: ending.signal }
    const renewed = await persist(again, pauses)
    if (!renewed) return
    session = renewed
    session.client.once('end', recoverOnce)
    onRestart()
  }

  return {
    current: () => session,
    async close() {
      clearInterval(timer)
      ending.abort()
      await recovery
      session.client.removeListener('end', recoverOnce)
      await hangUp(session.client)
    },
  }
}

type Pauses = { nextMs(): number }

/** None before the first try; doubled while tries follow one another closely. */
function newPauses(): Pauses {
  let pauseMs = 0
  let lastAtMs = Number.NEGATIVE_INFINITY
  return {
    nextMs() {
      const isNew = performance.now() - lastAtMs > pauseMs + wellMs
      pauseMs = isNew ? 0 : Math.min(longestPauseMs, Math.max(25, pauseMs * 2))
      lastAtMs = performance.now()
      return pauseMs
    },
  }
}

async function persist(again: Attempt, pauses: Pauses): Promise<Session | undefined> {
  const { log } = again.site
  log('The connection to the embedded PostgreSQL ended; looking after it.')
  const beganMs = performance.now()
  for (;;) {
    try {
      await sleep(pauses.nextMs(), undefined, { signal: again.signal })
      const session = await takeOver(again)
      log(`The embedded PostgreSQL answers again after ${Math.round(performance.now() - beganMs)} ms.`)
      return session
    } catch (error) {
      if (again.signal.aborted) return undefined
      log(`The embedded PostgreSQL could not be started again and is tried further: ${(error as Error).message}`)
    }
  }
}
