import { type Cache, cache } from '#kernel/cache.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import { type CompiledStandard, compileStandard } from './compile.ts'
import { parseStandard } from './parse.ts'
import type { Tuning } from './standard.ts'
import { publishedText, tuningsOfTeam } from './store.ts'
import { type CompiledTuning, tunedWithin } from './tuning.ts'

/** A standard in force, ready to be evaluated. */
export type InForce = { version: number; compiled: CompiledStandard }

/** The rules in force on this node, loaded when first asked for and forgotten when the epoch says so. */
export type PolicyBook = {
  standards: Cache<InForce>
  /** What a team tuned. Held by team, so that teams times standards is never what a node must know. */
  tunings: {
    peek(team: string, standard: string): Tuning | null | undefined
    load(team: string, standard: string): Promise<Tuning | null>
  }
  /** The team's tuning compiled for that standard; undefined when the team has none. */
  tuningFor(tuning: Tuning | null, standard: InForce): CompiledTuning | undefined
}

const standardsMax = 20_000
const tunedTeamsMax = 50_000

export function policyBook(db: Db, watch: EpochWatch): PolicyBook {
  const byTeam = cache<Map<string, Tuning>>(watch, 'tuning', {
    limit: tunedTeamsMax,
    load: (team) => tuningsOfTeam(db, team),
    heldUnder: (changed) => changed.split('/')[0] as string,
  })
  const compiledFor = new WeakMap<Tuning, { standard: CompiledStandard; tuning: CompiledTuning }>()
  return {
    standards: cache(watch, 'standard', { limit: standardsMax, load: (id) => loadStandard(db, id) }),
    tunings: {
      peek(team, standard) {
        const held = byTeam.peek(team)
        return held && (held.get(standard) ?? null)
      },
      load: async (team, standard) => (await byTeam.load(team))?.get(standard) ?? null,
    },
    tuningFor(tuning, standard) {
      if (!tuning) return undefined
      const held = compiledFor.get(tuning)
      if (held?.standard === standard.compiled) return held.tuning
      const made = tunedWithin(standard.compiled, tuning)
      compiledFor.set(tuning, { standard: standard.compiled, tuning: made })
      return made
    },
  }
}

async function loadStandard(db: Db, id: string): Promise<InForce | null> {
  const published = await publishedText(db, id)
  if (!published) return null
  const parsed = parseStandard(published.text)
  const compiled = parsed.standard && compileStandard(parsed.standard).compiled
  // Only a text that compiled was published; one that no longer does is as if there were none: people only.
  return compiled ? { version: published.version, compiled } : null
}
