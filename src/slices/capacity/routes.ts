import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { getObserved } from './verbs/observed.ts'
import type { CapacityParts } from './verbs/parts.ts'
import { createProfile, getProfile, listProfiles } from './verbs/profiles.ts'
import { attachEvidence, cancelRun, getRun, listRuns, quickAnswer, startRun } from './verbs/runs.ts'

/** Mounts the routes of the capacity slice. */
export function mountCapacity(app: App, parts: CapacityParts): void {
  const start = startRun(parts)
  serve(app, contract.listProfiles, listProfiles)
  serve(app, contract.getProfile, getProfile)
  serve(app, contract.createProfile, createProfile(parts))
  serve(app, contract.getObserved, getObserved(parts))
  serve(app, contract.quickAnswer, quickAnswer(parts))
  serve(app, contract.listRuns, listRuns)
  serve(app, contract.getRun, getRun)
  serve(app, contract.cancelRun, cancelRun)
  serve(app, contract.attachEvidence, attachEvidence)
  serve(app, contract.startRun, async (ctx, input) => {
    const begun = await start(ctx, input)
    parts.runner.wake()
    return begun
  })
}
