import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { acknowledge, answerLink, closeEscalation, getEscalation, handOver, listEscalations, readLink } from './verbs/answers.ts'
import { getCalendar, readHolidays, setCalendar } from './verbs/calendars.ts'
import { listProcedures, previewProcedure, removeProcedure, setProcedure } from './verbs/procedures.ts'

export function mountEscalation(app: App): void {
  serve(app, contract.listProcedures, listProcedures)
  serve(app, contract.setProcedure, setProcedure)
  serve(app, contract.removeProcedure, removeProcedure)
  serve(app, contract.previewProcedure, previewProcedure)
  serve(app, contract.getCalendar, getCalendar)
  serve(app, contract.setCalendar, setCalendar)
  serve(app, contract.readHolidays, readHolidays)
  serve(app, contract.listEscalations, listEscalations)
  serve(app, contract.getEscalation, getEscalation)
  serve(app, contract.acknowledge, acknowledge)
  serve(app, contract.handOver, handOver)
  serve(app, contract.closeEscalation, closeEscalation)
  serve(app, contract.readLink, readLink)
  serve(app, contract.answerLink, answerLink)
}
