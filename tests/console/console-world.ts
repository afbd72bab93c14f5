import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readConfig } from '#kernel/config.ts'
import type { Call } from '#sdk/call.ts'
import { type Running, startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import { freshDatabase } from '../database.ts'

/** The real server with the built console, at an address of this machine, on a database of its own. */
export type ConsoleWorld = { url: string; setupLink: string; call: Call; running: Running; end(): Promise<void> }

export async function consoleWorld(): Promise<ConsoleWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'pilotage-pages-'))
  const publicDir = join(directory, 'public')
  await buildConsole(publicDir)
  const database = await freshDatabase(async () => {})
  const config = readConfig({ PILOTAGE_DATA_DIR: join(directory) })
  const running = await startHouse({ config, connection: database.connection, publicDir })
  const url = await running.app.fastify.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    setupLink: (await running.setupLink(url)) as string,
    call: insideCall(running.app, running.operatorKey),
    running,
    async end() {
      await running.stop()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A process of its own: in this one NODE_ENV is "test", and React would come in its larger development form. */
async function buildConsole(to: string): Promise<void> {
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', to, '--emptyOutDir', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, vite, { env: { ...process.env, NODE_ENV: 'production' } })
}
