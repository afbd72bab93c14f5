export { getDivergence, ReviewedMeasure, verdicts } from './contract/divergence.ts'
export {
  causeIds,
  chooseRemedy,
  closeInvestigation,
  getEffect,
  getInvestigation,
  Investigation,
  listInvestigations,
  openInvestigation,
  recordFinding,
  recordRead,
  recordVoices,
  remedyIds,
} from './contract/investigations.ts'
export { listLevelChanges } from './contract/level-changes.ts'
