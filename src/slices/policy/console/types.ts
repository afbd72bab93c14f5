import type { OutputOf } from '#kernel/contract.ts'
import type { checkStandard, getStandard, listStandards, listTunings } from '../contract.ts'

export type StandardList = OutputOf<typeof listStandards>
export type StandardSummary = StandardList['items'][number]
export type Standard = OutputOf<typeof getStandard>
export type Version = Standard['versions'][number]
export type Criteria = Standard['criteria']
export type Parameter = Criteria['parameters'][number]
export type Example = Standard['examples'][number]
export type Tuning = OutputOf<typeof listTunings>['items'][number]
export type Checked = OutputOf<typeof checkStandard>
export type Fault = Checked['faults'][number]
