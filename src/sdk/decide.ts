import { type Bundles, nothingKnown } from './bundle.ts'
import type { Call } from './call.ts'
import { isAway, patiently } from './patience.ts'
import { routes } from './routes.ts'
import type { Spool, Told } from './spool.ts'
import type { CallKey, Decision, Pilotage, Proposal } from './types.ts'

type DecideParts = {
  call: Call
  spool: Spool | undefined
  bundles: Bundles | undefined
  patienceMs: number
  now(): number
  log(words: string, facts: unknown): void
}

/** Asks Pilotage, and answers by the rules at hand where it is away. What is answered so is on disk before. */
export function makeDecide({ call, spool, bundles, patienceMs, now, log }: DecideParts): Pilotage['decide'] {
  async function answerAway(proposal: Proposal): Promise<Decision> {
    const told = (await bundles?.answer(proposal)) ?? nothingKnown(isoAt(now()))
    try {
      const kept = await spool?.keepFirst({ kind: 'proposal', proposal, told })
      return away(proposal, { told: kept?.told ?? told, repeated: kept !== undefined && kept.told?.answeredAt !== told.answeredAt })
    } catch (fault) {
      log('A proposal could not be kept', fault)
      // Nobody would ever hear of it, so nobody may wait for it.
      return away(proposal, { told: nothingKnown(isoAt(now()), 'it could not be written down'), repeated: false })
    }
  }

  return async function decide(proposal, { signal } = {}) {
    bundles?.note(proposal)
    // What the AI agent was told holds until Pilotage was told the same.
    const kept = await spool?.find(proposal)
    if (kept) return away(proposal, { told: kept.told ?? nothingKnown(isoAt(now())), repeated: true })
    try {
      const decided = await patiently((one) => call(routes.decide, proposal, { signal: one }), { patienceMs, signal })
      const { id, tier, reasons, recordOnly, standard, recordedAt, repeated } = decided
      const asked = askedIn(proposal)
      return {
        id,
        tier,
        reasons,
        action: proposal.action,
        recordOnly,
        standard,
        recordedAt,
        repeated,
        isOffline: false,
        bundle: null,
        asked,
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (!isAway(error)) throw error
      return answerAway(proposal)
    }
  }
}

const isoAt = (time: number) => new Date(time).toISOString()

const askedIn = ({ team, aiAgent, run, call }: Proposal): CallKey => ({ team, aiAgent, run, call })

/** The answer while nobody can be asked: review at most. */
function away(proposal: Proposal, { told, repeated }: { told: Told; repeated: boolean }): Decision {
  const { tier, reasons, bundle } = told
  const standardVersion = bundle?.standardVersion ?? null
  return {
    id: null,
    tier,
    reasons,
    action: proposal.action,
    recordOnly: false,
    standard: standardVersion === null ? null : { id: proposal.decisionType, version: standardVersion },
    recordedAt: null,
    repeated,
    isOffline: true,
    bundle: bundle && { id: bundle.id, ageSeconds: bundle.ageSeconds },
    asked: askedIn(proposal),
  }
}
