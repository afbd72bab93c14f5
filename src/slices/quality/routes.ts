import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { getDivergence } from './verbs/divergence.ts'
import { getEffect } from './verbs/effect.ts'
import {
  chooseRemedy,
  closeInvestigation,
  getInvestigation,
  listInvestigations,
  openInvestigation,
  recordFinding,
  recordRead,
  recordVoices,
} from './verbs/investigations.ts'
import { listLevelChanges } from './verbs/level-changes.ts'
import type { QualityParts } from './verbs/parts.ts'

export function mountQuality(app: App, parts: QualityParts): void {
  serve(app, contract.getDivergence, getDivergence)
  serve(app, contract.listLevelChanges, listLevelChanges)
  serve(app, contract.listInvestigations, listInvestigations)
  serve(app, contract.getInvestigation, getInvestigation)
  serve(app, contract.openInvestigation, openInvestigation(parts))
  serve(app, contract.recordRead, recordRead)
  serve(app, contract.recordVoices, recordVoices(parts))
  serve(app, contract.recordFinding, recordFinding)
  serve(app, contract.chooseRemedy, chooseRemedy)
  serve(app, contract.closeInvestigation, closeInvestigation)
  serve(app, contract.getEffect, getEffect(parts))
}
