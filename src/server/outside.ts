import { hostname } from 'node:os'
import type { Chance, Clock } from '#kernel/clock.ts'
import type { Config } from '#kernel/config.ts'
import { type ConnectionSettings, openDb } from '#kernel/db.ts'
import type { App, House } from '#kernel/http.ts'
import { escalationTick, mountEscalation } from '#slices/escalation/index.ts'
import { makeSender, mountNotifications, type Sender } from '#slices/notifications/index.ts'

type Parts = { house: House; clock: Clock; chance: Chance; config: Config; connection: ConnectionSettings }

/** Connections that sending has for itself: it never waits for those of the door, nor they for it. */
const poolSize = 3

/** What goes out to others: mounts channels and escalation, and begins to send. */
export function startSending(app: App, { house, clock, chance, config, connection }: Parts): Sender {
  mountNotifications(app, { chance })
  mountEscalation(app)
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

/** The step of the tail that tells people of what waits too long. */
export function escalationStep(app: () => App, { chance, config }: Pick<Parts, 'chance' | 'config'>) {
  return (now: Date) => {
    const { db, audit } = app().house
    return escalationTick({ db, audit, chance, baseUrl: () => addressOf(app(), config) }, now)
  }
}

/** The address that links in messages lead to: as it is set, else where this server listens. */
function addressOf({ fastify }: App, { publicUrl, host, port }: Config): string {
  if (publicUrl !== undefined) return publicUrl
  const listening = fastify.server.address()
  const ownPort = typeof listening === 'object' && listening !== null ? listening.port : port
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${ownPort}`
}
