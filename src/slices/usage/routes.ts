import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { compareVersions, getConfidence, listConfidence } from './verbs/confidence.ts'
import { listGrades } from './verbs/grades.ts'
import {
  makeRecordAccess,
  makeRecordExposure,
  makeRecordGrades,
  makeRecordSuggestions,
  makeRecordTraining,
  type UsageParts,
} from './verbs/report.ts'
import { makeSuggestionConfidence, type SuggestionConfidenceParts } from './verbs/suggestion-confidence.ts'

export function mountUsage(app: App, parts: UsageParts & SuggestionConfidenceParts): void {
  serve(app, contract.recordSuggestions, makeRecordSuggestions(parts))
  serve(app, contract.recordTraining, makeRecordTraining(parts))
  serve(app, contract.recordAccess, makeRecordAccess(parts))
  serve(app, contract.recordExposure, makeRecordExposure(parts))
  serve(app, contract.recordGrades, makeRecordGrades(parts))
  serve(app, contract.listGrades, listGrades)
  serve(app, contract.listConfidence, listConfidence)
  serve(app, contract.getConfidence, getConfidence)
  serve(app, contract.compareVersions, compareVersions)
  serve(app, contract.getSuggestionConfidence, makeSuggestionConfidence(parts))
}
