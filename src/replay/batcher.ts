/** Most decisions in one request. */
const batchMax = 100

/**
 * Gathers what several callers ask within one turn of the event loop into shared requests. Each caller gets the answer
 * to its own question.
 */
export function batcher<Q, A>(send: (questions: readonly Q[]) => Promise<A[]>): (question: Q) => Promise<A> {
  type Waiting = { question: Q; resolve(answer: A): void; reject(error: unknown): void }
  let waiting: Waiting[] = []

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, batchMax)
    if (waiting.length > 0) setImmediate(flush)
    try {
      const answers = await send(batch.map((one) => one.question))
      if (answers.length !== batch.length) throw new Error(`${batch.length} questions got ${answers.length} answers.`)
      for (const [at, one] of batch.entries()) one.resolve(answers[at] as A)
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting = [...waiting, { question, resolve, reject }]
    })
}
