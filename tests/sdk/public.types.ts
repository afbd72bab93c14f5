import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type * as sdk from '#sdk/index.ts'
import type * as decisions from '#slices/decisions/contract.ts'

// What customers see is written out by hand, so that it needs no schemas. It compiles here only while it is what the contracts say.

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

type AskedReview = OutputOf<typeof decisions.getReview>
type Decided = OutputOf<typeof decisions.decide>

export const proposals: Same<sdk.Proposal, InputOf<typeof decisions.decide>> = true
export const states: Same<sdk.ReviewState, AskedReview['state']> = true
export const actions: Same<sdk.Action, NonNullable<AskedReview['action']>> = true
export const tiers: Same<sdk.Tier, Decided['tier']> = true
export const results: Same<sdk.Result, InputOf<typeof decisions.reportOutcome>['result']> = true
export const reasons: Decided['reasons'] extends sdk.Reason[] ? true : never = true
