import type { Call } from './call.ts'
import { isAway, pause, within } from './patience.ts'
import { routes } from './routes.ts'
import type { Decision, EarlierDecision, Review, ReviewState } from './types.ts'

const pollSeconds = 30
/** How long an answer may take beyond the time that it waits. */
const answerMs = 10_000
const pauseMs = 1000

export type WaitLimits = { signal?: AbortSignal; timeoutSeconds?: number }

/** Asks again and again, each time for as long as the server holds the question, until a person answered or the time is over. */
export async function waitFor(call: Call, of: Decision | EarlierDecision, limits: WaitLimits = {}): Promise<Review> {
  const known = withoutPeople(of)
  if (known) return known
  const { signal, timeoutSeconds = Number.POSITIVE_INFINITY } = limits
  const until = performance.now() + timeoutSeconds * 1000
  for (;;) {
    const answer = await ask(call, of.id as string, { until, signal })
    if (answer && answer.state !== 'waiting') return reviewOf(of, answer)
    if (performance.now() >= until) return noReview(of.id, 'waiting')
    if (!answer) await pause(Math.min(pauseMs, until - performance.now()), signal)
  }
}

/** Undefined when Pilotage is away. */
async function ask(call: Call, id: string, { until, signal }: { until: number; signal?: AbortSignal }): Promise<Answer | undefined> {
  const waitSeconds = Math.max(0, Math.min(pollSeconds, Math.ceil((until - performance.now()) / 1000)))
  try {
    return await call(routes.getReview, { id, waitSeconds }, { signal: within(waitSeconds * 1000 + answerMs, signal) })
  } catch (error) {
    signal?.throwIfAborted()
    if (isAway(error)) return undefined
    throw error
  }
}

function noReview(decision: string | null, state: ReviewState): Review {
  return { decision, state, action: null, isEdited: false, reasonCode: null, message: null, approvedUntil: null }
}

/** The review of a decision that needs no asking. */
function withoutPeople(of: Decision | EarlierDecision): Review | undefined {
  if (of.id === null) return noReview(null, 'people_only')
  if (!('tier' in of)) return undefined
  if (of.tier === 'human_only' || of.recordOnly) return noReview(of.id, 'people_only')
  return of.tier === 'autonomous' ? { ...noReview(of.id, 'not_needed'), action: of.action } : undefined
}

type Answer = Omit<Review, 'decision' | 'isEdited'>

function reviewOf(of: Decision | EarlierDecision, answer: Answer): Review {
  const { state, action, reasonCode, message, approvedUntil } = answer
  return { decision: of.id, state, action: action ?? of.action, isEdited: action !== null, reasonCode, message, approvedUntil }
}
