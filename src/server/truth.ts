import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { App, House } from '#kernel/http.ts'
import { mountMeasures } from '#slices/measures/index.ts'
import { mountUsage } from '#slices/usage/index.ts'

type Parts = { db: Db; clock: Clock; chance: Chance; house: House; groupFloor: number; pseudonymKey: Buffer }

export type Truth = { mount(app: App): void; steps: ((now: Date) => Promise<void>)[] }

/** What is true of teams and AI agents: facts as they come in, what is counted of them, and what follows from that. */
export function makeTruth(parts: Parts): Truth {
  return {
    mount(app) {
      mountMeasures(app)
      mountUsage(app, parts)
    },
    steps: [],
  }
}
