import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './disk.ts'
import type { BundleRules } from './local-rules.ts'
import { digest } from './spool.ts'

/** One AI agent in one team. */
export type Pair = { team: string; aiAgent: string }

/** The rules as Pilotage sent them, and when it last said that they hold. Instants are milliseconds of this machine's clock. */
export type KeptBundle = Pair & {
  /** The decision types that were asked for. */
  types: string[]
  id: string
  madeAt: string
  rules: BundleRules
  confirmedAt: number
  /** The latest time at which this was looked at: a clock that shows less went back. */
  seenAt: number
}

export type BundleFiles = {
  /** Undefined where there is none, `broken` where it was changed, was torn, or belongs to another key. */
  read(pair: Pair): Promise<KeptBundle | 'broken' | undefined>
  /** Unless a later confirmation stands there already. */
  keep(kept: KeptBundle): Promise<void>
  forget(pair: Pair): Promise<void>
  /** Everything that can be read. */
  list(): Promise<KeptBundle[]>
}

const nameOf = ({ team, aiAgent }: Pair) => `bundle-${digest([team, aiAgent])}.json`
const ownNames = /^bundle-[0-9a-f]{40}\.json$/

/** The name of the rules, as Pilotage makes it: SHA-256 over their JSON text. */
export function bundleId(rules: BundleRules): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex')
}

/** Bundles on disk, each sealed with the API key: whoever does not know it can neither change a bundle nor make it younger. */
export function openBundleFiles(directory: string, apiKey: string): BundleFiles {
  const sealOf = (text: string) => createHmac('sha256', apiKey).update(text).digest()

  async function readNamed(name: string): Promise<KeptBundle | 'broken' | undefined> {
    const text = await readFile(join(directory, name), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const [seal = '', body = ''] = text.split('\n')
    const given = Buffer.from(seal, 'hex')
    const made = sealOf(body)
    if (given.length !== made.length || !timingSafeEqual(given, made)) return 'broken'
    const kept = JSON.parse(body) as KeptBundle
    return nameOf(kept) === name && bundleId(kept.rules) === kept.id ? kept : 'broken'
  }

  return {
    read: (pair) => readNamed(nameOf(pair)),
    async keep(kept) {
      const standing = await readNamed(nameOf(kept))
      if (typeof standing === 'object' && standing.confirmedAt > kept.confirmedAt && standing.confirmedAt <= kept.seenAt) return
      const body = JSON.stringify(kept)
      await writeDurably(directory, nameOf(kept), `${sealOf(body).toString('hex')}\n${body}\n`)
    },
    forget: (pair) => rm(join(directory, nameOf(pair)), { force: true }),
    async list() {
      const names = (await readdir(directory).catch(() => [])).filter((name) => ownNames.test(name))
      const found = await Promise.all(names.map(readNamed))
      return found.filter((kept) => typeof kept === 'object')
    },
  }
}
