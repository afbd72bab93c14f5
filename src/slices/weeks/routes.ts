import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { aiAgentWeeks, departmentWeeks, organisationWeeks, teamWeeks } from './verbs/weeks.ts'

export function mountWeeks(app: App): void {
  serve(app, contract.aiAgentWeeks, aiAgentWeeks)
  serve(app, contract.teamWeeks, teamWeeks)
  serve(app, contract.departmentWeeks, departmentWeeks)
  serve(app, contract.organisationWeeks, organisationWeeks)
}
