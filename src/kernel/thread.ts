import { Worker } from 'node:worker_threads'

/** Work in a thread of its own, of which the caller hears and writes down how far it is. */
export type ThreadWork<Word> = {
  file: URL
  /** What the thread begins with: values that can be copied. */
  data: unknown
  /** Enough for the largest work that is taken; beyond, the thread ends and the house goes on. */
  memoryMbMax: number
  /** Ends the thread. */
  signal: AbortSignal
  /** What the thread says; `answer` is for one that waits for it. */
  hear(word: Word, answer: (word: unknown) => void): void
  /** Writes down what was heard, every so often and one at a time; false ends the thread. */
  save(): Promise<boolean>
  onSaveFailure(error: unknown): void
}

export type ThreadProblem = { isMemory: boolean; message: string }

const saveEveryMs = 250

/** The same file runs from the built folder and from the sources, where they can be read. */
export function fileBeside(neighbour: string, name: string): URL {
  return new URL(neighbour.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, neighbour)
}

/** Runs until the thread has ended and the last save is over; answers what went wrong in it, null when nothing did. */
export async function inThread<Word>(work: ThreadWork<Word>): Promise<ThreadProblem | null> {
  const thread = new Worker(work.file, { workerData: work.data, resourceLimits: { maxOldGenerationSizeMb: work.memoryMbMax } })
  const stopped = () => void thread.terminate()
  if (work.signal.aborted) stopped()
  work.signal.addEventListener('abort', stopped)
  const saving = keepSaving(work, thread)
  const problem = await endOf(thread, work)
  await saving.stop()
  work.signal.removeEventListener('abort', stopped)
  return problem
}

function endOf<Word>(thread: Worker, { hear }: ThreadWork<Word>): Promise<ThreadProblem | null> {
  return new Promise((resolve) => {
    let problem: ThreadProblem | null = null
    thread.on('message', (word: Word) => hear(word, (answer) => thread.postMessage(answer)))
    thread.on('error', (error) => {
      problem = { isMemory: (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY', message: error.message }
    })
    thread.on('exit', () => resolve(problem))
  })
}

function keepSaving<Word>({ save, onSaveFailure }: ThreadWork<Word>, thread: Worker) {
  let last: Promise<void> = Promise.resolve()
  let isBusy = false
  const saveOnce = async () => {
    if (!(await save())) await thread.terminate()
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    last = saveOnce()
      .catch(onSaveFailure)
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
