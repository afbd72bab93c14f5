import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '#kernel/config.ts'
import { AppError } from '#kernel/errors.ts'
import type { House } from '#kernel/http.ts'
import { startEmbedded } from '#kernel/postgres/supervisor.ts'
import { type Running, startHouse } from './house.ts'

export type Started = { url: string; running: Running; stop(): Promise<void> }

/**
 * Starts the whole of Pilotage: the database, the house, the door. `say` gets what a person at the terminal should read.
 * What was begun is ended again, last first, when a step fails or `signal` calls the start off.
 */
export async function start(config: Config, say: (line: string) => void, signal?: AbortSignal): Promise<Started> {
  const endings: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let end = endings.pop(); end; end = endings.pop()) await end()
  }
  try {
    const { url, running } = await begin(config, { say, signal, endings })
    return { url, running, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Steps = { say(line: string): void; signal?: AbortSignal; endings: (() => Promise<void>)[] }

async function begin(config: Config, { say, signal, endings }: Steps): Promise<{ url: string; running: Running }> {
  const logger = pino({ level: config.logLevel, base: null })
  const log: House['log'] = (level, words, facts) => logger[level](facts ?? {}, words)
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: config.dataDir, log: (line) => logger.info(line), signal })
  if (embedded) endings.push(embedded.stop)
  const running = await startHouse({ config, connection: embedded?.connection ?? { connectionString: config.databaseUrl }, log })
  endings.push(running.stop)
  signal?.throwIfAborted()
  const url = await listen(running, config)
  embedded?.announce(url)
  const addressFile = join(config.dataDir, 'address')
  endings.push(() => rm(addressFile, { force: true }))
  await writeFile(addressFile, `${url}\n`)
  say(`Pilotage is running at ${url}`)
  const link = await running.setupLink(config.publicUrl ?? url)
  if (link) say(`Set up the first administrator, once, within a day: ${link}`)
  signal?.throwIfAborted()
  return { url, running }
}

async function listen(running: Running, config: Config): Promise<string> {
  try {
    await running.app.fastify.listen({ host: config.host, port: config.port })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE')
      throw new AppError('conflict', `Port ${config.port} is taken by another program.`, {
        next: 'Stop it, or set PILOTAGE_PORT to another port (0 takes any free one).',
      })
    if (code === 'EACCES')
      throw new AppError('not_allowed', `Port ${config.port} may not be used by this user.`, {
        next: 'Set PILOTAGE_PORT to one above 1023.',
      })
    if (code === 'EADDRNOTAVAIL')
      throw new AppError('invalid', `This machine has no address ${config.host}.`, {
        next: 'Set PILOTAGE_HOST to one that it has, 127.0.0.1 for this machine only.',
      })
    throw error
  }
  const address = running.app.fastify.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
