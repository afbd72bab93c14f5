import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { closeBreach, listBreaches } from './verbs/breaches.ts'
import { countExtraWork, recordExtraWork, takeBackExtraWork } from './verbs/extra-work.ts'
import { getLimit, listLimits, removeLimit, setLimit } from './verbs/limits.ts'
import type { LimitParts } from './verbs/parts.ts'

export function mountLimits(app: App, parts: LimitParts): void {
  serve(app, contract.listLimits, listLimits(parts))
  serve(app, contract.getLimit, getLimit(parts))
  serve(app, contract.setLimit, setLimit(parts))
  serve(app, contract.removeLimit, removeLimit(parts))
  serve(app, contract.listBreaches, listBreaches)
  serve(app, contract.closeBreach, closeBreach(parts))
  serve(app, contract.recordExtraWork, recordExtraWork(parts))
  serve(app, contract.takeBackExtraWork, takeBackExtraWork)
  serve(app, contract.countExtraWork, countExtraWork(parts))
}
