import type pg from 'pg'
import { guard } from './guard.ts'
import { type Holder, removeHolder, writeHolder } from './holder.ts'
import { removeTemporarySocket } from './place.ts'
import { type Attempt, connectionTo, type Session } from './reach.ts'
import { askServerToEnd, endServer, pruneLogs } from './server-process.ts'

/** A PostgreSQL of our own, running for as long as this process wants it. */
export type Embedded = {
  /** How to reach the database `pilotage`. It stays valid when the server is started again. */
  connection: pg.ClientConfig
  version: string
  /** Where the data lies: the wanted directory, unless the server's user cannot go there. */
  directory: string
  /** True where the server was already running, left over by a process that was killed. */
  adopted: boolean
  /** Tells a second process that is refused where this one answers, such as `http://localhost:4000`. */
  announce(address: string): void
  /** Called each time the connection to the server had ended and it answers again: it was started anew, or recovered by itself. */
  onRestart(listener: () => void): void
  /** Ends the server (fast shutdown) and lets go of the directory. */
  stop(): Promise<void>
}

const pruneMs = 3_600_000

/** Holds the directory from now on, until `stop` or the end of this process. */
export function keep(attempt: Attempt, first: Session, holder: Holder): Embedded {
  const { site } = attempt
  const listeners: (() => void)[] = []
  const watch = guard(attempt, first, () => {
    for (const listener of listeners) listener()
  })
  const askToEnd = () => askServerToEnd(site)
  const pruning = setInterval(() => pruneLogs(site.data), pruneMs)
  pruning.unref()
  process.once('exit', askToEnd)
  writeHolder(site.directory, holder)
  pruneLogs(site.data)
  let stopped: Promise<void> | undefined

  async function stop(): Promise<void> {
    clearInterval(pruning)
    await watch.close()
    await endServer(site)
    process.removeListener('exit', askToEnd)
    removeTemporarySocket(watch.current().address.host)
    removeHolder(site.directory, holder.token)
  }

  return {
    connection: connectionTo(first.address, site),
    version: first.version,
    directory: site.directory,
    adopted: first.adopted,
    announce: (address) => writeHolder(site.directory, Object.assign(holder, { address })),
    onRestart: (listener) => void listeners.push(listener),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}
