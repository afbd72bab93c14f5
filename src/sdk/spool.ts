import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { InputOf } from '#kernel/contract.ts'
import type { decide } from '#slices/decisions/contract.ts'
import { writeDurably, writeFirst } from './disk.ts'
import type { Action, CallKey, Proposal, Result } from './types.ts'

/** What the AI agent was told while Pilotage was away, as Pilotage takes it. */
export type Told = NonNullable<InputOf<typeof decide>['localAnswer']>

/** What is kept in a file of its own until Pilotage knows it. */
export type Kept =
  | { kind: 'proposal'; proposal: Proposal; told?: Told }
  | { kind: 'outcome'; decision: string; result: Result; detail?: string }
  /** An execution that is under way: `asked` before the permission is taken, `started` before the action begins. */
  | { kind: 'execution'; decision: string; action: Action; attempt: string; stage: 'asked' | 'started' }

type KeptProposal = Extract<Kept, { kind: 'proposal' }>

export type Spool = {
  /** What was kept of this call. */
  find(call: CallKey): Promise<KeptProposal | undefined>
  /** Keeps a proposal durably, unless its call is kept already: what was told first stays. Gives what stands. */
  keepFirst(kept: KeptProposal): Promise<KeptProposal>
  /** Durable when it returns. */
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
  if (kept.kind === 'proposal') return proposalName(kept.proposal)
  return kept.kind === 'outcome' ? `outcome-${digest([kept.decision])}.json` : `execution-${digest([kept.decision, kept.attempt])}.json`
}

const proposalName = ({ team, aiAgent, run, call }: CallKey) => `proposal-${digest([team, aiAgent, run, call])}.json`

/** A name for a file that tells nothing of what is in it. */
export const digest = (parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)
const ownNames = /^(proposal|outcome|execution)-[0-9a-f]{40}\.json$/

export function openSpool(directory: string, log: (words: string, facts: unknown) => void): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const place = (name: string) => join(directory, name)

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

  const find = (call: CallKey) => read(proposalName(call)) as Promise<KeptProposal | undefined>

  return {
    left: new Set(readdirSync(directory).filter((name) => name.startsWith('execution-') && ownNames.test(name))),
    find,
    async keepFirst(kept) {
      const isFirst = await writeFirst(directory, nameOf(kept), JSON.stringify(kept))
      // What was there may have been told and forgotten in between: then this stands, and is told again, which changes nothing.
      return isFirst ? kept : ((await find(kept.proposal)) ?? kept)
    },
    keep: (kept) => writeDurably(directory, nameOf(kept), JSON.stringify(kept)),
    forget: (kept) => rm(place(nameOf(kept)), { force: true }),
    async list() {
      const names = (await readdir(directory)).filter((name) => ownNames.test(name)).sort()
      const found = await Promise.all(names.map(read))
      return found.filter((kept) => kept !== undefined)
    },
    async setAside(kept, why) {
      const name = nameOf(kept)
      await writeDurably(directory, `${name}.refused`, JSON.stringify({ ...kept, why }))
      await rm(place(name), { force: true })
      log('Pilotage refuses what was kept; it was set aside', { file: `${name}.refused`, why })
    },
  }
}
