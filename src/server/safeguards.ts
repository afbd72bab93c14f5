import { hostname } from 'node:os'
import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { App, House } from '#kernel/http.ts'
import type { Decider } from '#slices/decisions/index.ts'
import { type DrillParts, drillsTick, mountDrills, watchRefusals } from '#slices/drills/index.ts'
import { closeAlarm, raiseAlarm } from '#slices/escalation/index.ts'
import { type LimitParts, limitsTick, mountLimits } from '#slices/limits/index.ts'
import { publishEvent } from '#slices/notifications/index.ts'

type Parts = { db: Db; watch: EpochWatch; clock: Clock; chance: Chance; house: House; decider: Decider; groupFloor: number }

export type Safeguards = { mount(app: App): void; steps: ((now: Date) => Promise<void>)[] }

/** Limits, whose alarms go the way of escalation, and drills, which watch what this server would answer. */
export function makeSafeguards({ db, watch, clock, chance, house, decider, groupFloor }: Parts): Safeguards {
  const { audit, log } = house
  const alarms = { raise: raiseAlarm, close: closeAlarm }
  const limits: LimitParts = { db, audit, chance, groupFloor, alarms, publish: publishEvent }
  const node = `${hostname()}-${process.pid}-${chance.bytes(2).toString('hex')}`
  const drills: DrillParts = { db, audit, chance, clock, decider, node }
  const onFailure = (error: unknown) => log('warn', 'A drill could not look at what this server answers', { error: String(error) })
  watchRefusals({ ...drills, watch, onFailure })
  return {
    mount(app) {
      mountLimits(app, limits)
      mountDrills(app, drills)
    },
    steps: [(now) => limitsTick(limits, now), (now) => drillsTick(drills, now)],
  }
}
