import { Worker } from 'node:worker_threads'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
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
const saveEveryMs = 250
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
  const thread = startThread(run)
  const stopped = () => void thread.terminate()
  stopping.addEventListener('abort', stopped)
  const saving = keepSaving(parts, { run, heard, thread })
  const problem = await endOf(thread, heard)
  await saving.stop()
  stopping.removeEventListener('abort', stopped)
  if (heard.done) await end(parts, run, { heard })
  else if (stopping.aborted) await endRun(parts.db, run, { state: 'waiting', problem: null, inShort: null, at: parts.clock.now() })
  else if (problem) await end(parts, run, { problem })
}

/** The same file runs from the built folder and from the sources, where they can be read. */
function startThread({ asked, answer }: DueRun): Worker {
  const file = import.meta.url.endsWith('.ts') ? './simulate.ts' : './simulate.js'
  return new Worker(new URL(file, import.meta.url), {
    workerData: { asked, quick: answer.quick },
    resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
  })
}

/** Listens until the thread has ended; answers what went wrong in it, if anything did. */
function endOf(thread: Worker, heard: Heard): Promise<string | null> {
  return new Promise((resolve) => {
    let problem: string | null = null
    thread.on('message', (word: Word) => {
      if ('progress' in word) heard.progress = word.progress
      else if ('answer' in word) heard.answer = word.answer
      else heard.done = word.done
    })
    thread.on('error', (error) => {
      problem = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge : `${unexpected} ${error.message}`
    })
    thread.on('exit', () => resolve(problem))
  })
}

const tooLarge = 'This simulation needs more memory than it may have. Ask for fewer exceptions a day or smaller multiples.'
const unexpected = 'This simulation ended before it was done.'

/** Writes down what was heard, a few times a second, and ends the thread when somebody cancelled the run. */
function keepSaving(parts: RunnerParts, { run, heard, thread }: { run: DueRun; heard: Heard; thread: Worker }) {
  let last: Promise<void> = Promise.resolve()
  let isBusy = false
  const save = async () => {
    const { progress, answer } = heard
    heard.answer = null
    if (!(await saveProgress(parts.db, run, { progress, answer, at: parts.clock.now() }))) await thread.terminate()
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    last = save()
      .catch((error) => parts.log('warn', 'How far a simulation is could not be written down', { error: String(error) }))
      .finally(() => {
        isBusy = false
      })
  }, saveEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await last
    },
  }
}

async function end(parts: RunnerParts, run: DueRun, { heard, problem = null }: { heard?: Heard; problem?: string | null }): Promise<void> {
  const at = parts.clock.now()
  const done = heard?.done ?? null
  if (done && heard) await saveProgress(parts.db, run, { progress: heard.progress, answer: done, at })
  await endRun(parts.db, run, { state: done ? 'done' : 'failed', problem, inShort: done && inShort(done), at })
}
