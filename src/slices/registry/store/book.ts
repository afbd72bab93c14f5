import { type Cache, cache } from '#kernel/cache.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { Deployment } from '../deployment.ts'
import type { KillSwitch } from '../kill-switch.ts'
import { deploymentsOfPair } from './deployments.ts'
import { switchesOn } from './switches.ts'

/**
 * What the hot path asks of the registry. Once `watch.refresh()` has resolved, no `peek` answers from before what moved:
 * it is undefined then, and `load` reads the present state.
 */
export type RegistryBook = {
  /**
   * By `<AI agent>/<team>`. The deployments at work; when all were retired, the retired ones, so that the answer can say so.
   * Null: nobody ever deployed that AI agent for that team.
   */
  deployments: Cache<readonly Deployment[]>
  /** Every switch that is on. `peek` is undefined until the next `load`. */
  switches: { peek(): readonly KillSwitch[] | undefined; load(): Promise<readonly KillSwitch[]> }
}

const pairsMax = 20_000
const everything = '*'

export function registryBook(watch: EpochWatch, db: Db): RegistryBook {
  const switches = cache<readonly KillSwitch[]>(watch, 'kill_switch', { limit: 1, load: () => switchesOn(db) })
  return {
    deployments: cache<readonly Deployment[]>(watch, 'deployment', { limit: pairsMax, load: (key) => loadPair(db, key) }),
    switches: { peek: () => switches.peek(everything) ?? undefined, load: async () => (await switches.load(everything)) ?? [] },
  }
}

async function loadPair(db: Db, key: string): Promise<readonly Deployment[] | null> {
  const [aiAgentId = '', teamId = ''] = key.split('/')
  const all = await deploymentsOfPair(db, { aiAgentId, teamId })
  if (all.length === 0) return null
  const atWork = all.filter((each) => each.phase !== 'retired')
  return atWork.length > 0 ? atWork : all
}
