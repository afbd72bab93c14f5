import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { access, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Action, Proposal, Result } from './types.ts'

/** What is kept in a file of its own until Pilotage knows it. */
export type Kept =
  | { kind: 'proposal'; proposal: Proposal }
  | { kind: 'outcome'; decision: string; result: Result; detail?: string }
  /** An execution that is under way: `asked` before the permission is taken, `started` before the action begins. */
  | { kind: 'execution'; decision: string; action: Action; attempt: string; stage: 'asked' | 'started' }

export type Spool = {
  has(kept: Kept): Promise<boolean>
  /** Durable when it returns: written aside, forced to the disk, and given its name. */
  keep(kept: Kept): Promise<void>
  forget(kept: Kept): Promise<void>
  /** Everything that is kept, oldest name first. Files that cannot be read are set aside and never in the way. */
  list(): Promise<Kept[]>
  /** Puts what Pilotage will never take beside the others, for a person to look at. */
  setAside(kept: Kept, why: string): Promise<void>
  /** Executions that an earlier process left. */
  left: ReadonlySet<string>
}

export function nameOf(kept: Kept): string {
  if (kept.kind === 'proposal') {
    const { team, aiAgent, run, call } = kept.proposal
    return `proposal-${digest([team, aiAgent, run, call])}.json`
  }
  return kept.kind === 'outcome' ? `outcome-${digest([kept.decision])}.json` : `execution-${digest([kept.decision, kept.attempt])}.json`
}

const digest = (parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)
const ownNames = /^(proposal|outcome|execution)-[0-9a-f]{40}\.json$/

export function openSpool(directory: string, log: (words: string, facts: unknown) => void): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const place = (name: string) => join(directory, name)

  async function write(name: string, kept: unknown): Promise<void> {
    const aside = place(`${name}.new`)
    const file = await open(aside, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(kept))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, place(name))
    await syncDirectory(directory)
  }

  async function read(name: string): Promise<Kept | undefined> {
    const text = await readFile(place(name), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    try {
      const kept = JSON.parse(text) as Kept
      if (nameOf(kept) === name) return kept
    } catch {}
    await rename(place(name), place(`${name}.torn`)).catch(() => {})
    log('A kept file could not be read and was set aside', { file: `${name}.torn` })
    return undefined
  }

  return {
    left: new Set(readdirSync(directory).filter((name) => name.startsWith('execution-') && ownNames.test(name))),
    has: (kept) =>
      access(place(nameOf(kept))).then(
        () => true,
        () => false,
      ),
    keep: (kept) => write(nameOf(kept), kept),
    forget: (kept) => rm(place(nameOf(kept)), { force: true }),
    async list() {
      const names = (await readdir(directory)).filter((name) => ownNames.test(name)).sort()
      const found = await Promise.all(names.map(read))
      return found.filter((kept) => kept !== undefined)
    },
    async setAside(kept, why) {
      const name = nameOf(kept)
      await write(`${name}.refused`, { ...kept, why })
      await rm(place(name), { force: true })
      log('Pilotage refuses what was kept; it was set aside', { file: `${name}.refused`, why })
    },
  }
}

/** A new name is durable once its directory is. Where directories cannot be opened, the system sees to it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
