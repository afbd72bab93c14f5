import { parentPort, workerData } from 'node:worker_threads'
import type { Answer, Quick } from '../contract.ts'
import { type Progress, runStudy } from '../run-study.ts'
import type { SettledQuestion } from '../settle.ts'

/** What the thread of a simulation tells the one that started it. */
export type Word = { progress: Progress } | { answer: Answer } | { done: Answer }

const { asked, quick } = workerData as { asked: SettledQuestion; quick: Quick }
const begun = performance.now()
const say = (word: Word) => parentPort?.postMessage(word)

say({
  done: runStudy(asked, quick, {
    progress: (progress) => say({ progress }),
    answer: (answer) => say({ answer }),
    seconds: () => (performance.now() - begun) / 1000,
  }),
})
