import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { type ConnectionSettings, openDb } from '#kernel/db.ts'
import { recountAll, type Word } from '#slices/measures/index.ts'
import { recounts } from './recounts.ts'

/** What the thread of a rebuild begins with. */
export type RecountAsked = { connection: ConnectionSettings }

const { connection } = workerData as RecountAsked
const say = (word: Word) => parentPort?.postMessage(word)
const db = openDb({ ...connection, poolSize: 1 })

try {
  await recountAll(db, recounts, {
    onTotal: (total) => say({ total }),
    onRead: (read) => say({ read }),
    async onMissing(missing) {
      say({ missing })
      if (parentPort) await once(parentPort, 'message')
    },
  })
  say({ done: true })
} finally {
  await db.close()
}
