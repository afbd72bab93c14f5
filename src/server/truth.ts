import type { Chance, Clock } from '#kernel/clock.ts'
import type { ConnectionSettings, Db, Queryable } from '#kernel/db.ts'
import type { App, House } from '#kernel/http.ts'
import { fileBeside } from '#kernel/thread.ts'
import { adoptionTick, mountAdoption } from '#slices/adoption/index.ts'
import { mountConversations, sampleConversations } from '#slices/conversations/index.ts'
import { mountFlow } from '#slices/flow/index.ts'
import { mountImports } from '#slices/imports/index.ts'
import { openBreaches } from '#slices/limits/index.ts'
import { makeRebuilder, mountMeasures } from '#slices/measures/index.ts'
import { type MonitoringParts, monitoringTick, mountMonitoring } from '#slices/monitoring/index.ts'
import { makeLookBack, mountQuality } from '#slices/quality/index.ts'
import { followRuns } from '#slices/runs/index.ts'
import { mountUsage } from '#slices/usage/index.ts'
import { countUptime, mountWeeks } from '#slices/weeks/index.ts'
import type { RecountAsked } from './recount-thread.ts'
import { recounts } from './recounts.ts'

type Parts = {
  db: Db
  connection: ConnectionSettings
  clock: Clock
  chance: Chance
  house: House
  groupFloor: number
  pseudonymKey: Buffer
  keepsRawTranscripts: boolean
}

export type Truth = { mount(app: App): void; steps: ((now: Date) => Promise<void>)[]; stop(): Promise<void> }

/** What is true of teams and AI agents: facts as they come in, what is counted of them, and what follows from that. */
export function makeTruth(parts: Parts): Truth {
  const monitoring: MonitoringParts = { ...parts, audit: parts.house.audit, deepQueues }
  const data: RecountAsked = { connection: parts.connection }
  const thread = { file: fileBeside(import.meta.url, 'recount-thread'), data }
  const rebuilder = makeRebuilder({ ...parts, audit: parts.house.audit, log: parts.house.log, recounts, thread })
  return {
    mount(app) {
      mountMeasures(app, { ...parts, rebuilder })
      mountConversations(app, parts)
      mountFlow(app)
      mountUsage(app, parts)
      mountImports(app, parts)
      mountMonitoring(app, monitoring)
      mountWeeks(app)
      mountAdoption(app, parts)
      mountQuality(app, { ...parts, sample: sampleConversations })
    },
    steps: [
      (now) => followRuns(parts.db, now),
      (now) => monitoringTick(monitoring, now),
      (now) => countUptime(parts.db, now),
      makeLookBack(parts.db),
      (now) => adoptionTick({ db: parts.db, audit: parts.house.audit }, now),
      rebuilder.tick,
    ],
    stop: rebuilder.stop,
  }
}

/** Queues that are deeper than was agreed: the limits slice keeps them, alarms show them beside all others. */
async function deepQueues(db: Queryable) {
  const open = [...(await openBreaches(db, null)).values()].flat().filter(({ kind }) => kind === 'depth')
  return open.map(({ teamId, aiAgentId, value, limit, beganAt }) => ({
    teamId,
    aiAgentId,
    waiting: value,
    waitingMax: limit,
    since: beganAt,
  }))
}
