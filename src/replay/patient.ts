import type { Door } from './door.ts'

/** Thrown by a door for a failure after which the same call may work again: the server restarts, or is full. */
export class TemporaryError extends Error {
  override name = 'TemporaryError'
}

type Patience = { wait?: (ms: number) => Promise<void>; signal?: AbortSignal }

const firstWaitMs = 250
const longestWaitMs = 10_000
/** About five minutes of waiting in all. */
const triesMax = 36

/** A door that waits out failures that pass, longer each time. Every act of a door may be repeated, so nothing happens twice. */
export function patient(door: Door, patience: Patience): Door {
  const wrap =
    <Input, Output>(act: (input: Input) => Promise<Output>) =>
    (input: Input) =>
      retry(() => act(input), patience)
  return {
    registerTeam: wrap(door.registerTeam),
    registerAiAgent: wrap(door.registerAiAgent),
    applyStandard: wrap(door.applyStandard),
    deploy: wrap(door.deploy),
    decideBatch: wrap(door.decideBatch),
    reportOutcome: wrap(door.reportOutcome),
    reportRun: wrap(door.reportRun),
  }
}

async function retry<T>(act: () => Promise<T>, { wait = sleep, signal }: Patience): Promise<T> {
  let waitMs = firstWaitMs
  for (let tries = 1; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof TemporaryError) || tries >= triesMax || signal?.aborted) throw error
    }
    await wait(waitMs)
    waitMs = Math.min(waitMs * 2, longestWaitMs)
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
