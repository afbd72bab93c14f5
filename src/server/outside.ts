import { hostname } from 'node:os'
import type { Chance, Clock } from '#kernel/clock.ts'
import type { Config } from '#kernel/config.ts'
import { type ConnectionSettings, openDb } from '#kernel/db.ts'
import type { App, House } from '#kernel/http.ts'
import { makeSender, mountNotifications, type Sender } from '#slices/notifications/index.ts'

type Parts = { house: House; clock: Clock; chance: Chance; config: Config; connection: ConnectionSettings }

/** Connections that sending has for itself: it never waits for those of the door, nor they for it. */
const poolSize = 3

/** What goes out to others: mounts its routes and begins to send. */
export function startSending(app: App, { house, clock, chance, config, connection }: Parts): Sender {
  mountNotifications(app, { chance })
  const db = openDb({ ...connection, poolSize })
  const source = config.publicUrl === undefined ? hostname() : new URL(config.publicUrl).hostname
  const { audit, log } = house
  const sender = makeSender({ db, clock, chance, audit, log, allowsPrivate: config.allowPrivateTargets, source })
  sender.start()
  const stop = async () => {
    await sender.stop()
    await db.close()
  }
  return { ...sender, stop }
}
