import { makeBundles } from './bundle.ts'
import { openBundleFiles } from './bundle-file.ts'
import { type Call, createCaller } from './call.ts'
import { systemNow } from './chance.ts'
import { makeDecide } from './decide.ts'
import { makeDelivery } from './delivery.ts'
import { type ExecutionParts, executeOnce, notRun, reportOnce, type Target } from './execution.ts'
import { waitFor } from './review.ts'
import { openSpool } from './spool.ts'
import type { CallKey, Decision, Executed, Pilotage, PilotageOptions, Review } from './types.ts'

/** The AI agent's side of Pilotage. Nothing is asked before the first call, unless rules of an earlier process are at hand. */
export function createPilotage(options: PilotageOptions): Pilotage {
  const { patienceMs = 10_000 } = options
  const call = createCaller({ baseUrl: options.baseUrl.replace(/\/+$/, ''), headers: { authorization: `Bearer ${options.apiKey}` } })
  const kept = options.spoolDir === undefined ? undefined : keeping(options, call, options.spoolDir)
  const { spool, delivery, bundles } = kept ?? {}
  const decide = makeDecide({ call, spool, bundles, patienceMs, now: options.now ?? systemNow, log: options.log ?? (() => {}) })
  const parts: ExecutionParts = { call, spool, patience: { patienceMs } }
  const isKept = spool && (async (asked: CallKey) => (await spool.find(asked)) !== undefined)

  const waitForReview: Pilotage['waitForReview'] = (of, limits) => waitFor({ call, isKept }, of, limits)

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
    refresh: async () => void (await bundles?.refresh()),
    close: async () => void (await Promise.all([delivery?.close(), bundles?.close()])),
  }
}

/** What needs a directory: what is to be told later, and the rules for when Pilotage is away. */
function keeping(options: PilotageOptions, call: Call, directory: string) {
  const { apiKey, deliverEveryMs = 2000, refreshEveryMs = 30_000, now = systemNow, log = () => {} } = options
  const spool = openSpool(directory, log)
  const delivery = makeDelivery({ call, spool, everyMs: deliverEveryMs, log })
  const bundles = makeBundles({ call, files: openBundleFiles(directory, apiKey), everyMs: refreshEveryMs, now, log })
  return { spool, delivery, bundles }
}

function refusal({ state, message }: Review): ['people_only' | 'refused', string] {
  if (state === 'people_only') return ['people_only', message ?? 'A person has to do this. Hand the case to the team.']
  return ['refused', message ?? `This may not be executed: ${state.replaceAll('_', ' ')}. Hand the case to the team.`]
}
