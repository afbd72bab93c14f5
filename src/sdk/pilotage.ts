import { createCaller } from './call.ts'
import { makeDelivery } from './delivery.ts'
import { type ExecutionParts, executeOnce, notRun, reportOnce, type Target } from './execution.ts'
import { isAway, patiently } from './patience.ts'
import { waitFor } from './review.ts'
import { routes } from './routes.ts'
import { openSpool } from './spool.ts'
import type { Decision, Executed, Pilotage, PilotageOptions, Proposal, Review } from './types.ts'

/** The AI agent's side of Pilotage. Nothing is asked before the first call. */
export function createPilotage(options: PilotageOptions): Pilotage {
  const { apiKey, patienceMs = 10_000, deliverEveryMs = 2000, log = () => {} } = options
  const call = createCaller({ baseUrl: options.baseUrl.replace(/\/+$/, ''), headers: { authorization: `Bearer ${apiKey}` } })
  const spool = options.spoolDir === undefined ? undefined : openSpool(options.spoolDir, log)
  const delivery = spool && makeDelivery({ call, spool, everyMs: deliverEveryMs, log })
  const parts: ExecutionParts = { call, spool, patience: { patienceMs } }

  async function decide(proposal: Proposal, { signal }: { signal?: AbortSignal } = {}): Promise<Decision> {
    // What people were asked to do stays theirs, also when Pilotage is back before it was told.
    if (await spool?.has({ kind: 'proposal', proposal })) return away(proposal, true)
    try {
      const decided = await patiently((one) => call(routes.decide, proposal, { signal: one }), { patienceMs, signal })
      const { id, tier, reasons, recordOnly, standard, recordedAt, repeated } = decided
      return { id, tier, reasons, action: proposal.action, recordOnly, standard, recordedAt, repeated, isOffline: false }
    } catch (error) {
      signal?.throwIfAborted()
      if (!isAway(error)) throw error
      await spool?.keep({ kind: 'proposal', proposal }).catch((fault) => log('A proposal could not be kept', fault))
      return away(proposal, false)
    }
  }

  const waitForReview: Pilotage['waitForReview'] = (of, limits) => waitFor(call, of, limits)

  async function execute<T>(decided: Decision | Review, run: Parameters<typeof executeOnce<T>>[2]): Promise<Executed<T>> {
    const review = 'state' in decided ? decided : await standing(decided)
    if (review.state === 'executed') return notRun('already_executed', 'This decision was executed already. Do not run the action again.')
    if (review.state === 'waiting') return notRun('waiting', 'Nobody has approved this yet. Wait for the review.')
    if (!review.decision || (review.state !== 'approved' && review.state !== 'not_needed')) return notRun(...refusal(review))
    if (!review.action) throw new TypeError('Pass the action with the id of an earlier decision: it is what the permission is bound to.')
    const target: Target = { id: review.decision, action: review.action }
    return executeOnce(parts, target, run)
  }

  function standing(decision: Decision): Promise<Review> {
    return waitForReview(decision, { timeoutSeconds: 0 })
  }

  return {
    decide,
    waitForReview,
    execute,
    reportOutcome: (id, outcome) => reportOnce(parts, id, outcome),
    deliver: async () => (await delivery?.deliver()) ?? 0,
    close: async () => void (await delivery?.close()),
  }
}

const unreachable = 'Pilotage could not be reached, so a person decides.'
const stillUnreachable = 'Pilotage could not be reached when this was asked first, so people have it.'

/** The answer while nobody can be asked: people only, always. */
function away(proposal: Proposal, repeated: boolean): Decision {
  const because = repeated ? stillUnreachable : unreachable
  return {
    id: null,
    tier: 'human_only',
    reasons: [{ source: 'error', rule: null, tier: 'human_only', because }],
    action: proposal.action,
    recordOnly: false,
    standard: null,
    recordedAt: null,
    repeated,
    isOffline: true,
  }
}

function refusal({ state, message }: Review): ['people_only' | 'refused', string] {
  if (state === 'people_only') return ['people_only', message ?? 'A person has to do this. Hand the case to the team.']
  return ['refused', message ?? `This may not be executed: ${state.replaceAll('_', ' ')}. Hand the case to the team.`]
}
