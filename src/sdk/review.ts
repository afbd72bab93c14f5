import { type Call, CallError } from './call.ts'
import { isAway, pause, within } from './patience.ts'
import { routes } from './routes.ts'
import type { CallKey, Decision, EarlierDecision, Review, ReviewState } from './types.ts'

const pollSeconds = 30
/** How long an answer may take beyond the time that it waits. */
const answerMs = 10_000
const pauseMs = 1000

export type WaitLimits = { signal?: AbortSignal; timeoutSeconds?: number }

export type WaitParts = {
  call: Call
  /** Whether this call is still to be told to Pilotage; undefined where nothing is kept. */
  isKept?(asked: CallKey): Promise<boolean>
}

/** Asks again and again, each time for as long as the server holds the question, until a person answered or the time is over. */
export async function waitFor(parts: WaitParts, of: Decision | EarlierDecision, limits: WaitLimits = {}): Promise<Review> {
  const known = withoutPeople(of)
  if (known) return known
  const { signal, timeoutSeconds = Number.POSITIVE_INFINITY } = limits
  const until = performance.now() + timeoutSeconds * 1000
  const id = of.id ?? (await idOnceTold(parts, (of as Decision).asked, { until, signal }))
  if (typeof id !== 'string') return noReview(null, id === null ? 'people_only' : 'waiting')
  return answered(parts.call, { id, action: of.action }, { until, signal })
}

async function answered(call: Call, of: EarlierDecision, { until, signal }: Limits): Promise<Review> {
  for (;;) {
    const answer = await ask(call, of.id, { until, signal })
    if (answer && answer.state !== 'waiting') return reviewOf(of, answer)
    if (performance.now() >= until) return noReview(of.id, 'waiting')
    if (!answer) await pause(Math.min(pauseMs, until - performance.now()), signal)
  }
}

/** The id of what was answered while Pilotage was away, once Pilotage knows of it. Null when it never will, undefined when time is over. */
async function idOnceTold(parts: WaitParts, asked: CallKey, { until, signal }: Limits): Promise<string | null | undefined> {
  const { team, aiAgent, run, call } = asked
  for (;;) {
    signal?.throwIfAborted()
    const isKept = await parts.isKept?.(asked)
    const found = isKept ? 'later' : await find(parts.call, { team, aiAgent, run, call }, signal)
    if (found !== 'later' && found !== 'unknown') return found
    // What is neither kept nor known was set aside: nobody will ever answer it.
    if (found === 'unknown' && isKept === false && !(await parts.isKept?.(asked))) return null
    if (performance.now() >= until) return undefined
    await pause(Math.min(pauseMs, until - performance.now()), signal)
  }
}

async function find(call: Call, asked: CallKey, signal?: AbortSignal): Promise<string | 'later' | 'unknown'> {
  try {
    return (await call(routes.findDecision, asked, { signal: within(answerMs, signal) })).id
  } catch (error) {
    signal?.throwIfAborted()
    if (isAway(error)) return 'later'
    if (error instanceof CallError && error.problem.status === 404) return 'unknown'
    throw error
  }
}

type Limits = { until: number; signal?: AbortSignal }

/** Undefined when Pilotage is away. */
async function ask(call: Call, id: string, { until, signal }: Limits): Promise<Answer | undefined> {
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
  if (!('tier' in of)) return undefined
  if (of.tier === 'human_only' || of.recordOnly) return noReview(of.id, 'people_only')
  if (of.id === null) return undefined
  return of.tier === 'autonomous' ? { ...noReview(of.id, 'not_needed'), action: of.action } : undefined
}

type Answer = Omit<Review, 'decision' | 'isEdited'>

function reviewOf(of: EarlierDecision, answer: Answer): Review {
  const { state, action, reasonCode, message, approvedUntil } = answer
  return { decision: of.id, state, action: action ?? of.action, isEdited: action !== null, reasonCode, message, approvedUntil }
}
