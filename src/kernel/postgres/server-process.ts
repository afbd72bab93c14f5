import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Account } from './account.ts'
import { type Binaries, ids, program, programEnvironment } from './binaries.ts'
import type { Settings } from './cluster.ts'
import { isRunning, judge, orphans, readPidFile } from './postmaster-file.ts'

/** What stays the same about one embedded server for the life of this process. */
export type Site = {
  directory: string
  data: string
  binaries: Binaries
  account?: Account
  settings: Settings
  log(line: string): void
}

/** Where the server listens: a directory for its socket, or loopback on Windows. */
export type Address = { host: string; port: number }

/** A server that this process began. `failure` is the text that it left when it ended before it was ready. */
export type Started = { hasEnded(): boolean; failure(): string; end(): Promise<void> }

const run = promisify(execFile)
const startLog = 'start.log'
const keptLogs = 5

/**
 * Begins a server, in a process group of its own: a Ctrl-C in the terminal reaches only us, and we end it in order.
 * Its first words go to start.log, all others to the rotating log in the data directory.
 */
export function startServer(site: Site, address: Address): Started {
  const output = openSync(join(site.directory, startLog), 'w', 0o600)
  const child = process.platform === 'win32' ? spawnOnWindows(site, address, output) : spawnServer(site, address, output)
  closeSync(output)
  child.unref()
  let failure: string | undefined
  child.once('error', (error) => {
    failure = error.message
  })
  child.once('exit', (code) => {
    // pg_ctl ends well when it has begun the server; a server that ends has always failed us.
    if (process.platform !== 'win32' || code !== 0) failure ??= readWords(site)
  })
  return { hasEnded: () => failure !== undefined, failure: () => failure ?? '', end: () => endChild(child, site) }
}

/** Ends a server that may be too young to have written who it is. */
async function endChild(child: ChildProcess, site: Site): Promise<void> {
  if (process.platform === 'win32') return endServer(site)
  child.kill('SIGINT')
  await becomesTrue(() => child.exitCode !== null || child.signalCode !== null, 10_000)
}

function spawnServer(site: Site, address: Address, output: number): ChildProcess {
  return spawn(program(site.binaries.root, 'postgres'), ['-D', site.data, ...settingArguments(site, address)], {
    cwd: '/',
    env: programEnvironment,
    stdio: ['ignore', output, output],
    detached: true,
    ...ids(site.account),
  })
}

/** On Windows pg_ctl begins the server, because it first lays down the rights of an administrator. */
function spawnOnWindows(site: Site, address: Address, output: number): ChildProcess {
  const given = settingArguments(site, address).map((part) => (part === '-c' ? part : `"${part}"`))
  const args = ['start', '-W', '-D', site.data, '-l', join(site.directory, 'server.log'), '-o', given.join(' ')]
  return spawn(program(site.binaries.root, 'pg_ctl'), args, { env: programEnvironment, stdio: ['ignore', output, output], detached: true })
}

function settingArguments(site: Site, address: Address): string[] {
  const overTcp = address.host === '127.0.0.1'
  const listen = {
    port: String(address.port),
    listen_addresses: overTcp ? address.host : '',
    unix_socket_directories: overTcp ? '' : `"${address.host.replaceAll('"', '""')}"`,
  }
  return Object.entries({ ...site.settings, ...listen }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function readWords(site: Site): string {
  const first = readText(join(site.directory, startLog))
  const newest = serverLogs(site.data).at(-1)
  return newest && /redirecting log output/.test(first) ? `${first}\n${readText(newest).slice(-20_000)}` : first
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function serverLogs(data: string): string[] {
  try {
    const names = readdirSync(join(data, 'log')).filter((name) => name.startsWith('postgres-'))
    return names.sort().map((name) => join(data, 'log', name))
  } catch {
    return []
  }
}

/** PostgreSQL begins a new log when one is full or a day old, and never deletes any. */
export function pruneLogs(data: string): void {
  for (const path of serverLogs(data).slice(0, -keptLogs)) rmSync(path, { force: true })
}

/** Ends the server of the directory: in order first, at once when it does not listen, and by force as the last means. */
export async function endServer(site: Site, { isHung = false } = {}): Promise<void> {
  const found = readPidFile(site.data)
  if (!found || !mayEnd(found.pid, site)) return
  if (process.platform === 'win32') return endOnWindows(site)
  const steps = [
    { signal: 'SIGINT', waitMs: isHung ? 3_000 : 30_000 },
    { signal: 'SIGQUIT', waitMs: isHung ? 1_000 : 5_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const
  for (const { signal, waitMs } of steps) {
    sendSignal(found.pid, signal)
    if (await becomesTrue(() => !isRunning(found.pid), waitMs)) return
    site.log(`PostgreSQL (process ${found.pid}) did not end within ${waitMs / 1000} s of ${signal}.`)
  }
}

function mayEnd(pid: number, site: Site): boolean {
  const found = readPidFile(site.data)
  return found?.pid === pid && judge(found, site.data) === 'server'
}

async function endOnWindows(site: Site): Promise<void> {
  await run(program(site.binaries.root, 'pg_ctl'), ['stop', '-D', site.data, '-m', 'fast', '-t', '30'], { env: programEnvironment })
}

/** Asks the server to end in order, without waiting: for the last moment of a process. */
export function askServerToEnd(site: Site): void {
  const found = readPidFile(site.data)
  if (found && mayEnd(found.pid, site)) sendSignal(found.pid, 'SIGINT')
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone, which is what was wanted.
  }
}

/** Waits for the workers of a dead server; those that are too busy to notice are ended, as nobody else can serve the data before. */
export async function orphansGone(site: Site): Promise<void> {
  for (const signal of [undefined, 'SIGQUIT', 'SIGKILL'] as const) {
    if (signal) for (const pid of orphans(site.data)) sendSignal(pid, signal)
    if (await becomesTrue(() => orphans(site.data).length === 0, 500)) return
  }
}

async function becomesTrue(check: () => boolean, waitMs: number): Promise<boolean> {
  const until = performance.now() + waitMs
  while (performance.now() < until) {
    if (check()) return true
    await sleep(10)
  }
  return check()
}
