import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { claim, claimNext, unclaim } from './verbs/claim.ts'
import { makeGetException } from './verbs/detail.ts'
import { defer, escalate } from './verbs/later.ts'
import { makeResolveMany, undo } from './verbs/many.ts'
import { makeOpen } from './verbs/open.ts'
import type { QueueParts } from './verbs/ports.ts'
import { countExceptions, indexExceptions, listExceptions, readRows } from './verbs/queue.ts'
import { makeResolve } from './verbs/resolve.ts'
import { getTriage, publishTriage } from './verbs/triage.ts'

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
}
