import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { scenarios } from './scenario.ts'
import { abortDrill, endDrill } from './verbs/finish.ts'
import type { DrillParts } from './verbs/parts.ts'
import { getDrill, getEvidence, listDrills, readiness } from './verbs/read.ts'
import { startDrill } from './verbs/start.ts'

export function mountDrills(app: App, parts: DrillParts): void {
  serve(app, contract.listScenarios, () => ({ items: [...scenarios] }))
  serve(app, contract.readiness, readiness)
  serve(app, contract.startDrill, startDrill(parts))
  serve(app, contract.listDrills, listDrills)
  serve(app, contract.getDrill, getDrill)
  serve(app, contract.abortDrill, abortDrill)
  serve(app, contract.endDrill, endDrill)
  serve(app, contract.getEvidence, getEvidence)
}
