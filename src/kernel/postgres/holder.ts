import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { startOf } from './postmaster-file.ts'

/**
 * The words beside the lock: who holds the directory. The lock itself is a session lock in the database, which ends with
 * its holder however that ends; this file only explains it, and is believed only while it names a live process.
 */
export type Holder = { token: string; pid: number; processStart?: string; host: string; since: string; address?: string }

const name = 'holder.json'

/** This process as a holder, from now on. */
export function newHolder(): Holder {
  return { token: randomUUID(), pid: process.pid, processStart: startOf(process.pid), host: hostname(), since: new Date().toISOString() }
}

export function writeHolder(directory: string, holder: Holder): void {
  const draft = join(directory, `${name}.${holder.token}`)
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  renameSync(draft, join(directory, name))
}

/** Takes the file away where it is still ours. */
export function removeHolder(directory: string, token: string): void {
  if (readHolder(directory)?.token === token) rmSync(join(directory, name), { force: true })
}

function readHolder(directory: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, name), 'utf8'))
  } catch {
    return undefined
  }
}

/** Refuses at once where another live process of this machine holds the directory. */
export function refuseIfHeld(directory: string, token: string): void {
  const holder = readHolder(directory)
  if (!holder || holder.token === token || holder.host !== hostname()) return
  if (holder.processStart !== undefined && startOf(holder.pid) === holder.processStart) throw heldBy(directory, holder)
}

/** The refusal, in whatever words are known. */
export function held(directory: string): AppError {
  return heldBy(directory, readHolder(directory))
}

function heldBy(directory: string, holder: Holder | undefined): AppError {
  const elsewhere = holder && holder.host !== hostname() ? ` on ${holder.host}` : ''
  const where = holder?.address ? `, at ${holder.address}` : ''
  const who = holder ? `process ${holder.pid}${elsewhere}, since ${holder.since}${where}` : 'its process is not known'
  return new AppError('conflict', `Another Pilotage uses the database in ${directory} (${who}).`, {
    next: holder
      ? `Stop that one (kill ${holder.pid}), or set PILOTAGE_DATA_DIR to another directory.`
      : 'Stop that one, or set PILOTAGE_DATA_DIR to another directory.',
  })
}
