import { statfsSync } from 'node:fs'
import { AppError } from '../errors.ts'

/** Where it happened and as whom, for the sentence. */
export type Circumstance = { directory: string; accountName?: string }

/** Turns what the system said while the database was made or started into a sentence with a next step. */
export function explain(error: unknown, at: Circumstance): unknown {
  if (error instanceof AppError || (error as Error)?.name === 'AbortError') return error
  const { code, stderr, message } = error as { code?: string | number; stderr?: string; message?: string }
  const known = explainText(`${code ?? ''} ${stderr ?? ''} ${message ?? ''}`, at)
  if (known) return known
  if (stderr === undefined) return error
  return failed(stderr, at)
}

/** The server did not come up: says why in the words of its log. */
export function explainLog(log: string, at: Circumstance): AppError {
  // A full disk takes the log's words too.
  if (isFull(at.directory)) return diskFull(at)
  return explainText(log, at) ?? failed(log, at)
}

/** PostgreSQL writes its log in pieces of 16 MB and cannot start without room for one. */
function isFull(directory: string): boolean {
  try {
    return freeMegabytes(directory) < 16
  } catch {
    return false
  }
}

function explainText(text: string, at: Circumstance): AppError | undefined {
  if (/ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/.test(text)) return diskFull(at)
  if (/EROFS|EACCES|EPERM|Permission denied|Read-only file system|Operation not permitted/.test(text)) return notWritable(at)
  if (/ENOTDIR|EEXIST|Not a directory/.test(text))
    return new AppError('invalid', `${at.directory} is not a directory that Pilotage can use.`, {
      next: 'Set PILOTAGE_DATA_DIR to a directory of its own.',
    })
  if (/Cannot allocate memory|could not (create|map|resize).*shared memory/.test(text))
    return new AppError('unavailable', 'There is not enough memory to start PostgreSQL.', {
      next: 'Stop something else, or give this machine or container more memory, then start again.',
    })
  return undefined
}

function notWritable(at: Circumstance): AppError {
  const who = at.accountName ? `user ${at.accountName}, who runs PostgreSQL,` : 'this user'
  return new AppError('invalid', `The database in ${at.directory} cannot be made or opened: ${who} may not read and write there.`, {
    next: 'Give that user the directory, or set PILOTAGE_DATA_DIR to one that it may write.',
  })
}

function diskFull(at: Circumstance): AppError {
  return new AppError('unavailable', `The disk that holds ${at.directory} is full${freeWords(at.directory)}.`, {
    next: 'Free some space there, then start again. Nothing that was recorded is lost.',
  })
}

function freeWords(directory: string): string {
  try {
    return ` (${freeMegabytes(directory)} MB free)`
  } catch {
    return ''
  }
}

export function freeMegabytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return Math.floor((bavail * bsize) / 1024 / 1024)
}

function failed(log: string, at: Circumstance): AppError {
  const reasons = log.split('\n').filter((line) => /FATAL|PANIC|error:|ERROR/.test(line))
  const reason = reasons.at(-1)?.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '') ?? log.trim().split('\n').at(-1) ?? ''
  return new AppError('unavailable', `PostgreSQL did not start: ${reason || 'it gave no reason'}.`, {
    next: `Read the logs in ${at.directory} (start.log and data/log), or set DATABASE_URL to a PostgreSQL server.`,
  })
}
