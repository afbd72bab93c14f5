import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createCaller } from '#sdk/call.ts'
import * as identity from '#slices/identity/contract.ts'
import { isAlive, serverPid } from '../embedded-child.ts'
import { admin, furnish } from '../world.ts'

const command = join(import.meta.dirname, '..', '..', 'bin', 'pilotage.mjs')

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string }

/** One process of the real command, with all that it said. */
export type Run = {
  child: ChildProcess
  /** Resolves with the line that has these words; throws when the process ends without them. */
  says(words: string): Promise<string>
  /** All that it said so far. */
  said: { out: string; err: string }
  ended: Promise<Ended>
}

/** Runs `pilotage` as anybody would, on a data directory and a port. */
export function runPilotage(args: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [command, ...args], {
    // The suite may run on a server of its own; here the embedded database is what is killed.
    env: { ...process.env, DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    said.out += `${line}\n`
  })
  child.stderr.on('data', (text) => {
    said.err += text
  })
  const ended = new Promise<Ended>((done) => child.once('close', (code, signal) => done({ code, signal, ...said })))
  return {
    child,
    ended,
    said,
    says(words) {
      const found = () => said.out.split('\n').find((line) => line.includes(words))
      return new Promise((done, fail) => {
        const look = () => {
          const line = found()
          if (line !== undefined) done(line)
        }
        look()
        lines.on('line', look)
        void ended.then((end) => fail(new Error(`It ended before it said “${words}”: ${JSON.stringify(end)}`)))
      })
    },
  }
}

/** A Pilotage on one data directory and one port, that is killed and started again. */
export type RealHouse = {
  dataDir: string
  url: string
  env: Record<string, string>
  run(): Run | undefined
  /** Starts it and resolves with the milliseconds that it took until it answered. */
  start(): Promise<number>
  killServer(): Promise<void>
  /** Kills the postmaster of the embedded database; false where none is running at this moment. */
  killDatabase(): boolean
  /** Asks it to stop, in order. */
  stop(): Promise<Ended>
  command(args: string[]): Promise<Ended>
}

export async function realHouse(dataDir: string): Promise<RealHouse> {
  const port = await freePort()
  const env = { PILOTAGE_DATA_DIR: dataDir, PILOTAGE_PORT: String(port), PILOTAGE_LOG_LEVEL: 'info' }
  let run: Run | undefined
  return {
    dataDir,
    url: `http://127.0.0.1:${port}`,
    env,
    run: () => run,
    async start() {
      const begunMs = performance.now()
      run = runPilotage(['start'], env)
      await run.says('Pilotage is running at')
      return performance.now() - begunMs
    },
    async killServer() {
      run?.child.kill('SIGKILL')
      await run?.ended
    },
    killDatabase() {
      const pid = serverPid(dataDir)
      if (pid === undefined || !isAlive(pid)) return false
      process.kill(pid, 'SIGKILL')
      return true
    },
    async stop() {
      run?.child.kill('SIGTERM')
      return (run as Run).ended
    },
    command: (args) => runPilotage(args, env).ended,
  }
}

/** Makes the first administrator, the team, the AI agent and the standard through the real address; resolves with a caller for decisions. */
export async function moveIn(house: RealHouse): Promise<{ headers: Record<string, string> }> {
  const link = await (house.run() as Run).says('/setup#')
  const me = await createCaller({ baseUrl: house.url, headers: { origin: house.url } })(identity.completeSetup, {
    token: link.split('#')[1] as string,
    ...admin,
  })
  const operator = createCaller({ baseUrl: house.url, headers: operatorHeaders(house) })
  await furnish({ call: operator, adminId: me.person?.id as string })
  const key = await operator(identity.createKey, {
    name: 'torture',
    scopes: ['decisions:write'],
    teams: ['billing'],
    aiAgent: 'refund-bot',
    expiresInDays: 1,
  })
  return { headers: { authorization: `Bearer ${key.token}` } }
}

/** The key of whoever may read the data directory. */
export function operatorHeaders(house: Pick<RealHouse, 'dataDir'>): Record<string, string> {
  return { authorization: `Bearer ${readFileSync(join(house.dataDir, 'operator.key'), 'utf8').trim()}` }
}

/** Processes of this machine that were started on the directory and still run. Linux only: elsewhere none are found. */
export function processesOf(directory: string): number[] {
  if (process.platform !== 'linux') return []
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.map(Number).filter((pid) => pid !== process.pid && isAlive(pid) && commandOf(pid).includes(directory))
}

function commandOf(pid: number): string {
  try {
    const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8')
    return [read('cmdline'), read('environ'), readlinkSync(`/proc/${pid}/cwd`)].join('\n')
  } catch {
    return ''
  }
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
