import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { closeCause, listCauses, makeOpenCause } from './verbs/causes.ts'
import { claim, claimNext, unclaim } from './verbs/claim.ts'
import { makeGetException } from './verbs/detail.ts'
import { defer, escalate } from './verbs/later.ts'
import { makeResolveMany, undo } from './verbs/many.ts'
import { makeOpen } from './verbs/open.ts'
import { makeOverride } from './verbs/override.ts'
import type { QueueParts } from './verbs/ports.ts'
import { countExceptions, indexExceptions, listExceptions, readRows } from './verbs/queue.ts'
import { makeCountReasons } from './verbs/reasons.ts'
import { makeResolve } from './verbs/resolve.ts'
import { getTriage, publishTriage } from './verbs/triage.ts'
import { dropView, listViews, makeSaveView } from './verbs/views.ts'

/** Mounts the slice: one line for each route. */
export function mountExceptions(app: App, parts: QueueParts): void {
  serve(app, contract.listExceptions, listExceptions)
  serve(app, contract.indexExceptions, indexExceptions)
  serve(app, contract.readRows, readRows)
  serve(app, contract.countExceptions, countExceptions)
  serve(app, contract.getException, makeGetException(parts))
  serve(app, contract.openException, makeOpen(parts))
  serve(app, contract.claim, claim)
  serve(app, contract.unclaim, unclaim)
  serve(app, contract.claimNext, claimNext)
  serve(app, contract.resolve, makeResolve(parts))
  serve(app, contract.resolveMany, makeResolveMany(parts.chance))
  serve(app, contract.undo, undo)
  serve(app, contract.defer, defer)
  serve(app, contract.escalate, escalate)
  serve(app, contract.getTriage, getTriage)
  serve(app, contract.publishTriage, publishTriage)
  serve(app, contract.listCauses, listCauses)
  serve(app, contract.openCause, makeOpenCause(parts))
  serve(app, contract.closeCause, closeCause)
  serve(app, contract.countReasons, makeCountReasons(parts))
  serve(app, contract.override, makeOverride(parts))
  serve(app, contract.listViews, listViews)
  serve(app, contract.saveView, makeSaveView(parts.chance))
  serve(app, contract.dropView, dropView)
}
