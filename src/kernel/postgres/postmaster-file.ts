import { execFileSync } from 'node:child_process'
import { linkSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a running PostgreSQL writes of itself into its data directory. */
export type PidFile = { pid: number; data: string; port: number; socketDirectory: string; text: string; ageMs: number }

/** `server` is a live PostgreSQL of this directory, `stranger` another program that was given its number. */
export type Verdict = 'server' | 'dead' | 'stranger' | 'unknown'

const name = 'postmaster.pid'

/** Reads postmaster.pid: process, data directory, start, port, socket directory (a line each). Undefined where there is none. */
export function readPidFile(data: string): PidFile | undefined {
  const path = join(data, name)
  try {
    const text = readFileSync(path, 'utf8')
    const [pid, directory, , port, socketDirectory] = text.split('\n')
    const ageMs = Date.now() - statSync(path).mtimeMs
    return { pid: Number(pid), data: directory ?? '', port: Number(port), socketDirectory: socketDirectory ?? '', text, ageMs }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** False for a file that came along when a data directory was copied: its process serves the original. */
export function isOf(found: PidFile, data: string): boolean {
  try {
    return realpathSync(found.data) === realpathSync(data)
  } catch {
    return false
  }
}

/** Whether the process of the file is a live server of this directory. Only `dead` and `stranger` are certain enough to clear up after. */
export function judge(found: PidFile, data: string): Verdict {
  // An empty file is being written, or was when the machine went down.
  if (!Number.isInteger(found.pid) || found.pid <= 1) return found.ageMs > 2000 ? 'dead' : 'unknown'
  const state = processState(found.pid)
  if (state !== 'alive') return state
  if (process.platform !== 'linux') return judgeByCommand(found)
  const directory = workingDirectory(found.pid)
  if (directory === undefined) return isRunning(found.pid) ? 'unknown' : 'dead'
  return directory === realpathSync(data) ? 'server' : 'stranger'
}

/** Without /proc: a postmaster keeps the command line that names its directory; Windows tells at least the program. */
function judgeByCommand(found: PidFile): Verdict {
  const isWindows = process.platform === 'win32'
  const tasks: [string, string[]] = ['tasklist', ['/FI', `PID eq ${found.pid}`, '/FO', 'CSV', '/NH']]
  const [command, args] = isWindows ? tasks : (['ps', ['-ww', '-o', 'command=', '-p', String(found.pid)]] as const)
  try {
    const words = execFileSync(command, args, { encoding: 'utf8' })
    return words.includes(isWindows ? 'postgres.exe' : found.data) ? 'server' : 'stranger'
  } catch {
    return isRunning(found.pid) ? 'unknown' : 'dead'
  }
}

/** A process of another user is a stranger: only the owner of the data directory can serve it. */
function processState(pid: number): 'alive' | 'dead' | 'stranger' {
  try {
    process.kill(pid, 0)
    return isZombie(pid) ? 'dead' : 'alive'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'stranger' : 'dead'
  }
}

/** True where a process of that number runs. */
export function isRunning(pid: number): boolean {
  return processState(pid) !== 'dead'
}

/** A dead process that nobody has asked about yet still has its number. In containers nobody may ever ask. */
function isZombie(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z'
}

/** When the process began, as the system counts it; with the number it names one process. Undefined where the system does not tell. */
export function startOf(pid: number): string | undefined {
  const fields = statFields(pid)
  return fields?.[0] === 'Z' ? undefined : fields?.[19]
}

/** Fields of /proc/<pid>/stat from the third on, because the second may hold spaces and brackets (man 5 proc). */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/**
 * Workers of a server of this directory whose postmaster is gone. They end by themselves as soon as they look up from
 * their work; a new server cannot start before. Empty where the system does not tell.
 */
export function orphans(data: string): number[] {
  if (process.platform !== 'linux') return []
  const home = realpathSync(data)
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => workingDirectory(pid) === home && isWorker(pid) && workingDirectory(parentOf(pid)) !== home)
}

function parentOf(pid: number): number {
  return Number(statFields(pid)?.[1] ?? 0)
}

/** PostgreSQL renames its workers to `postgres: …`; a postmaster keeps its command line. */
function isWorker(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres:')
  } catch {
    return false
  }
}

/**
 * Takes away what a dead server left, so that a new one is not held up by a process that was given its number. The file is
 * moved aside first: where another process has begun a server since, it is put back.
 */
export function removeStale(found: PidFile, data: string, socketDirectory: string): void {
  const socketLock = join(socketDirectory, `.s.PGSQL.${found.port}.lock`)
  if (firstLine(socketLock) === String(found.pid)) rmSync(socketLock, { force: true })
  const path = join(data, name)
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== found.text) linkSync(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[0]
  } catch {
    return undefined
  }
}
