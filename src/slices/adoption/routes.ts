import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { changeRules, getAdoption } from './verbs/adoption.ts'
import type { AdoptionParts } from './verbs/parts.ts'
import { answerRevisit, countRevisits, listRevisits } from './verbs/revisits.ts'

export function mountAdoption(app: App, parts: AdoptionParts): void {
  serve(app, contract.getAdoption, getAdoption(parts))
  serve(app, contract.changeRules, changeRules)
  serve(app, contract.listRevisits, listRevisits)
  serve(app, contract.countRevisits, countRevisits)
  serve(app, contract.answerRevisit, answerRevisit)
}
