import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { listGrades } from './verbs/grades.ts'
import {
  makeRecordAccess,
  makeRecordExposure,
  makeRecordGrades,
  makeRecordSuggestions,
  makeRecordTraining,
  type UsageParts,
} from './verbs/report.ts'

export function mountUsage(app: App, parts: UsageParts): void {
  serve(app, contract.recordSuggestions, makeRecordSuggestions(parts))
  serve(app, contract.recordTraining, makeRecordTraining(parts))
  serve(app, contract.recordAccess, makeRecordAccess(parts))
  serve(app, contract.recordExposure, makeRecordExposure(parts))
  serve(app, contract.recordGrades, makeRecordGrades(parts))
  serve(app, contract.listGrades, listGrades)
}
