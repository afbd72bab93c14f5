import type { Definition } from '../definition.ts'
import { of } from './of.ts'

const decided = {
  source: 'Decisions of AI agents and what was reported of them',
  records: 'decisions' as const,
  countedOn: 'the UTC day on which the decision was recorded',
}

export const ofDecisions: Definition[] = [
  of({
    id: 'decisions',
    name: 'Decisions',
    form: 'count',
    unit: 'cases',
    formula: 'Number of decisions',
    numerator: '',
    denominator: 'decisions',
    isGoodHigh: null,
    ...decided,
  }),
  of({
    id: 'autonomous',
    name: 'On their own',
    numerator: 'decisions in force as autonomous',
    denominator: 'decisions',
    isGoodHigh: null,
    ...decided,
  }),
  of({
    id: 'exceptions',
    name: 'Exception rate',
    numerator: 'decisions that went to a person',
    denominator: 'decisions',
    exclusions: 'Decisions of deployments in shadow.',
    isGoodHigh: false,
    ...decided,
  }),
  of({
    id: 'errors',
    name: 'Errors',
    numerator: 'executed decisions reported as failed or overridden afterwards',
    denominator: 'executed decisions',
    exclusions: 'Drills.',
    isGoodHigh: false,
    ...decided,
  }),
]

const ran = {
  source: 'Ends of runs, as AI agents report them',
  records: 'decisions' as const,
  countedOn: 'the UTC day on which the end of the run was reported',
}

export const ofRuns: Definition[] = [
  of({
    id: 'runs',
    name: 'Runs',
    form: 'count',
    unit: 'cases',
    formula: 'Number of runs that ended',
    numerator: '',
    denominator: 'runs whose end was reported',
    isGoodHigh: null,
    ...ran,
  }),
  of({
    id: 'run_time',
    name: 'Time of a run',
    form: 'mean',
    unit: 'seconds',
    formula: 'Mean of the seconds that the AI agent worked on it',
    numerator: 'seconds from begin to end of the run',
    denominator: 'runs whose time was told',
    exclusions: 'Runs whose time nobody told.',
    isGoodHigh: false,
    ...ran,
  }),
  of({
    id: 'run_cost',
    name: 'Cost of a run',
    form: 'mean',
    unit: 'micros',
    formula: 'Mean cost, in each currency by itself',
    numerator: 'cost in millionths of the currency',
    denominator: 'runs whose cost was told',
    exclusions: 'Runs whose cost nobody told: it is unknown, not nothing.',
    isGoodHigh: false,
    ...ran,
  }),
]

const used = {
  source: 'Suggestions shown to teammates',
  records: 'suggestions' as const,
  isAboutPeople: true,
  countedOn: 'the UTC day on which the suggestion was shown',
}

export const ofSuggestions: Definition[] = [
  of({
    id: 'suggestions',
    name: 'Suggestions shown',
    form: 'count',
    unit: 'cases',
    formula: 'Number of suggestions',
    numerator: '',
    denominator: 'suggestions',
    isGoodHigh: null,
    ...used,
  }),
  of({
    id: 'accepted',
    name: 'Accepted',
    numerator: 'suggestions accepted, edited or not',
    denominator: 'suggestions accepted, edited, overridden or rejected',
    exclusions: 'Suggestions that nobody answered. Opening or hovering is no answer.',
    isGoodHigh: true,
    ...used,
  }),
  of({
    id: 'kept',
    name: 'Kept unchanged',
    numerator: 'accepted suggestions that were kept as they were',
    denominator: 'accepted suggestions whose fate is known',
    isGoodHigh: null,
    ...used,
  }),
  of({
    id: 'answer_time_median',
    name: 'Time to answer, half within',
    form: 'median',
    unit: 'seconds',
    formula: 'Median of answered − shown, to within 1 %',
    numerator: 'seconds from shown to answered',
    denominator: 'suggestions with an answer',
    isGoodHigh: null,
    ...used,
  }),
]

const graded = {
  source: 'Answers of AI agents that were checked',
  records: 'grades' as const,
  countedOn: 'the UTC day on which the answer was given',
}

export const ofGrades: Definition[] = [
  of({
    id: 'right',
    name: 'Right',
    numerator: 'checked answers that were right',
    denominator: 'checked answers',
    isGoodHigh: true,
    ...graded,
  }),
  of({
    id: 'right_in_scope',
    name: 'Right, of what it is meant for',
    numerator: 'checked answers that were right',
    denominator: 'checked answers to cases that the AI agent is meant for',
    isGoodHigh: true,
    ...graded,
  }),
]
