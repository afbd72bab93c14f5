import type { OutputOf } from '#kernel/contract.ts'
import type { countRevisits, getAdoption, listRevisits } from '../contract.ts'

export type Adoption = OutputOf<typeof getAdoption>
export type TeamUse = Adoption['teams'][number]
export type Cohort = Adoption['cohorts'][number]
export type State = TeamUse['state']
export type Remedy = TeamUse['remedy']
export type Signal = TeamUse['signals'][number]
export type SignalId = Signal['signal']
export type Reading = Signal['reading']
export type Stage = keyof NonNullable<TeamUse['funnel']>

export type Revisit = OutputOf<typeof listRevisits>['items'][number]
export type Answer = NonNullable<Revisit['answer']>
export type Reason = NonNullable<Revisit['reason']>
export type RevisitSums = OutputOf<typeof countRevisits>
