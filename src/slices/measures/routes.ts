import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { changeMeasure, getMeasure, listMeasures } from './verbs/definitions.ts'
import { getFigures } from './verbs/figures.ts'

export function mountMeasures(app: App): void {
  serve(app, contract.listMeasures, listMeasures)
  serve(app, contract.getMeasure, getMeasure)
  serve(app, contract.changeMeasure, changeMeasure)
  serve(app, contract.getFigures, getFigures)
}
