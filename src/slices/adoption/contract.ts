export { changeRules, getAdoption, Rules, remedyIds, Signal, signalIds, stateIds, TeamAdoption } from './contract/adoption.ts'
export { answerRevisit, answers, countRevisits, listRevisits, Revisit, reasons } from './contract/revisits.ts'
