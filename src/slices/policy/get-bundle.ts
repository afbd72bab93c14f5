import { hash } from 'node:crypto'
import { requireActFor, requireScope } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import type { PolicyBook } from './book.ts'
import type { BundledStandard, BundleRules } from './bundle.ts'

type Pair = { team: string; aiAgent: string }

/** What speaks besides the standards. */
export type BundledPlaces = Pick<BundleRules, 'timeZone' | 'places' | 'elsewhere'>

export type BundleParts = {
  policy: PolicyBook
  /** Null when there is no such team. */
  places(pair: Pair): Promise<BundledPlaces | null>
  watch: { current(): number; refresh(): Promise<void> }
}

const scope = 'decisions:write'

/** The rules for one AI agent in one team. Read again when something moved meanwhile: what was never in force together is no bundle. */
export function makeGetBundle({ policy, places, watch }: BundleParts) {
  async function rulesFor(pair: Pair, types: readonly string[]): Promise<BundleRules> {
    const where = await places(pair)
    if (!where)
      throw new AppError('not_found', `There is no team ${pair.team}.`, {
        next: 'Make it under Settings, or send the id of one that exists.',
      })
    const standards = await Promise.all(types.map((type) => bundled(policy, pair.team, type)))
    return {
      team: pair.team,
      aiAgent: pair.aiAgent,
      standards: standards.filter((each) => each !== null),
      ...where,
    }
  }

  return read({
    scope,
    async run(_db, { types, ...pair }: Pair & { types: string }, { actor, now }) {
      requireScope(actor, scope, pair.team)
      requireActFor(actor, pair.aiAgent)
      const wanted = [...new Set(types.split(','))].sort()
      for (;;) {
        await watch.refresh()
        const epoch = watch.current()
        const rules = await rulesFor(pair, wanted)
        await watch.refresh()
        if (watch.current() === epoch) return { etag: hash('sha256', JSON.stringify(rules)), madeAt: now.toISOString(), epoch, rules }
      }
    },
  })
}

/** Null where the type is not answered without the server. What only describes a standard is left out, also its examples. */
async function bundled(policy: PolicyBook, team: string, id: string): Promise<BundledStandard | null> {
  const inForce = await policy.standards.load(id)
  if (inForce?.compiled.standard.bundle_seconds_max === undefined) return null
  const { about: _, ...kept } = inForce.compiled.standard
  return { id, version: inForce.version, standard: { ...kept, examples: [] }, tuning: await policy.tunings.load(team, id) }
}
