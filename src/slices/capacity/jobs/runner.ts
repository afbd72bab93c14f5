import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
import { fileBeside, inThread } from '#kernel/thread.ts'
import type { Answer } from '../contract.ts'
import { inShort } from '../run.ts'
import type { Progress } from '../run-study.ts'
import { type DueRun, endRun, saveProgress, takeDue } from '../store/runs.ts'
import type { Word } from './simulate.ts'

export type RunnerParts = { db: Db; clock: Clock; log: House['log'] }

/** Works on simulations, one at a time on this node, each in a thread of its own. */
export type Runner = {
  /** There may be something to do: looks now instead of at the next tick. */
  wake(): void
  /** Takes what waits, and what a node left that has been silent. Returns at once; the work goes on in its thread. */
  tick(now: Date): Promise<void>
  /** Puts back what is being worked on. */
  stop(): Promise<void>
}

const silentMs = 30_000
const triesMax = 3
/** Enough for the largest question that is taken; beyond, the thread ends and the house goes on. */
const memoryMbMax = 1024

export function makeRunner(parts: RunnerParts): Runner {
  const stopping = new AbortController()
  let going: Promise<void> | undefined

  async function tick(now: Date): Promise<void> {
    if (going || stopping.signal.aborted) return
    const looking = takeAndWork(now)
    going = looking.ended.finally(() => {
      going = undefined
    })
    await looking.taken
  }

  function takeAndWork(now: Date) {
    const taken = takeDue(parts.db, { now, silentSince: new Date(now.getTime() - silentMs) })
    const ended = taken.then(async (run) => {
      if (run === null) return
      await work(parts, run, stopping.signal)
      setImmediate(wake)
    })
    // Whoever ticks hears of a failure to take; what fails afterwards is told here.
    ended.catch((error) => parts.log('warn', 'A simulation was interrupted and is taken up again', { error: String(error) }))
    return { taken, ended: ended.catch(() => {}) }
  }

  function wake(): void {
    tick(parts.clock.now()).catch((error) => parts.log('warn', 'Simulations wait for the next tick', { error: String(error) }))
  }

  return {
    wake,
    tick,
    async stop() {
      stopping.abort()
      await going
    },
  }
}

type Heard = { progress: Progress; answer: Answer | null; done: Answer | null }

async function work(parts: RunnerParts, run: DueRun, stopping: AbortSignal): Promise<void> {
  if (run.tries > triesMax) return end(parts, run, { problem: 'This simulation ended three times before it was done. Ask for fewer days.' })
  const heard: Heard = { progress: { step: 'first', done: 0, total: 1 }, answer: null, done: null }
  const problem = await inThread<Word>({
    file: fileBeside(import.meta.url, 'simulate'),
    data: { asked: run.asked, quick: run.answer.quick },
    memoryMbMax,
    signal: stopping,
    hear: (word) => hear(heard, word),
    save: () => save(parts, run, heard),
    onSaveFailure: (error) => parts.log('warn', 'How far a simulation is could not be written down', { error: String(error) }),
  })
  if (heard.done) await end(parts, run, { heard })
  else if (stopping.aborted) await endRun(parts.db, run, { state: 'waiting', problem: null, inShort: null, at: parts.clock.now() })
  else if (problem) await end(parts, run, { problem: problem.isMemory ? tooLarge : `${unexpected} ${problem.message}` })
}

function hear(heard: Heard, word: Word): void {
  if ('progress' in word) heard.progress = word.progress
  else if ('answer' in word) heard.answer = word.answer
  else heard.done = word.done
}

/** Writes down what was heard; false when somebody cancelled the run. */
function save({ db, clock }: RunnerParts, run: DueRun, heard: Heard): Promise<boolean> {
  const { progress, answer } = heard
  heard.answer = null
  return saveProgress(db, run, { progress, answer, at: clock.now() })
}

const tooLarge = 'This simulation needs more memory than it may have. Ask for fewer exceptions a day or smaller multiples.'
const unexpected = 'This simulation ended before it was done.'

async function end(parts: RunnerParts, run: DueRun, { heard, problem = null }: { heard?: Heard; problem?: string | null }): Promise<void> {
  const at = parts.clock.now()
  const done = heard?.done ?? null
  if (done && heard) await saveProgress(parts.db, run, { progress: heard.progress, answer: done, at })
  await endRun(parts.db, run, { state: done ? 'done' : 'failed', problem, inShort: done && inShort(done), at })
}
