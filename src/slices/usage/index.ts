export { tenBins } from './confidence.ts'
export { mountUsage } from './routes.ts'
export { marksOfUse } from './store/marks.ts'
export { accessPeriods, trainingsUntil } from './store/person-facts.ts'
export {
  type ConfidenceQuery,
  confidenceBins,
  type PersonDay,
  type PersonWeek,
  peopleBehind,
  personDays,
  personWeeks,
  refusalTotals,
  suggestionTotals,
} from './store/reads.ts'
export { recountUse } from './verbs/rebuild.ts'
export {
  recordAccess,
  recordExposure,
  recordGrades,
  recordSuggestions,
  recordTraining,
  type UseParts,
} from './verbs/record.ts'
