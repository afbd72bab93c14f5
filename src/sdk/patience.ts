import { CallError } from './call.ts'

/** True when Pilotage did not answer, or answered that it cannot right now. Everything else is a refusal that stays one. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof CallError)) return true
  return error.problem.status >= 500 || error.problem.status === 429
}

export type Patience = { patienceMs: number; signal?: AbortSignal }

const firstPauseMs = 100
const pauseMaxMs = 2000
const tryMaxMs = 5000

/** Tries until it works, it is refused, or patience ends; then the last failure is thrown. */
export async function patiently<T>(act: (signal: AbortSignal) => Promise<T>, { patienceMs, signal }: Patience): Promise<T> {
  const begun = performance.now()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    try {
      const limitMs = Math.min(tryMaxMs, Math.max(patienceMs, 1))
      return await held(limitMs, act(within(limitMs, signal)))
    } catch (error) {
      signal?.throwIfAborted()
      const isOver = performance.now() - begun + pauseMs > patienceMs
      if (!isAway(error) || isOver) throw error
      await pause(pauseMs, signal)
    }
  }
}

/**
 * A limit alone keeps no process alive, and Node 20 loses requests whose connection was cut at once: a process with nothing else to
 * do would end without its answer.
 */
async function held<T>(ms: number, acting: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {}, ms + 1000)
  try {
    return await acting
  } finally {
    clearTimeout(timer)
  }
}

/** A signal that ends after this time or with the caller's. */
export function within(ms: number, signal?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(ms)
  return signal ? AbortSignal.any([signal, limit]) : limit
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    function leave() {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
