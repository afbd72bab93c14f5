import { systemActor } from '#kernel/actor.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
import { inThread, type ThreadProblem } from '#kernel/thread.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import { addDifferences, endRebuild, endSilent, holdGoing, type RebuildEnd, saveRead, takeRebuild } from '../store/rebuilds.ts'
import { silentMs } from '../verbs/rebuilds.ts'
import type { Missing, Recount } from './recount.ts'

export type RebuilderParts = {
  db: Db
  clock: Clock
  audit: WriteAudit
  log: House['log']
  recounts: readonly Recount[]
  /** The thread that reads, and what it begins with. */
  thread: { file: URL; data: unknown }
}

/** Rebuilds the counts of this installation, one rebuild at a time: a thread reads, and what differs is put right here in short transactions. */
export type Rebuilder = {
  /** Works on a rebuild that has begun. Returns at once. */
  begin(id: string): void
  /** Ends rebuilds that a node left. */
  tick(now: Date): Promise<void>
  stop(): Promise<void>
}

/** What the thread says. After `missing` and `done` it waits for an answer. */
export type Word = { total: number } | { read: number } | { missing: Missing } | { done: true }

const memoryMbMax = 2048
const actor = systemActor('rebuild', [])

export function makeRebuilder(parts: RebuilderParts): Rebuilder {
  const stopping = new AbortController()
  let going: Promise<void> | undefined
  return {
    begin(id) {
      going ??= rebuild(parts, id, stopping.signal)
        .catch((error) => parts.log('warn', 'A rebuild was interrupted; it can be begun again', { error: String(error) }))
        .finally(() => {
          going = undefined
        })
    },
    async tick(now) {
      if (!going) await endSilent(parts.db, new Date(now.getTime() - silentMs))
    },
    async stop() {
      stopping.abort()
      await going
    },
  }
}

type Heard = { read: number; total: number | null; isDone: boolean; failure: unknown; correcting: Promise<void> }

async function rebuild(parts: RebuilderParts, id: string, stopping: AbortSignal): Promise<void> {
  if (!(await takeRebuild(parts.db, id))) return
  const heard: Heard = { read: 0, total: null, isDone: false, failure: null, correcting: Promise.resolve() }
  const failing = new AbortController()
  const save = () => saveRead(parts.db, id, { read: heard.read, total: heard.total, at: parts.clock.now() })
  const correctNext = async (missing: Missing) => {
    await heard.correcting
    if (!heard.failure) await correct(parts, id, missing)
  }
  const problem = await inThread<Word>({
    ...parts.thread,
    memoryMbMax,
    signal: AbortSignal.any([stopping, failing.signal]),
    hear(word, answer) {
      if ('total' in word) heard.total = word.total
      else if ('read' in word) heard.read += word.read
      else if ('done' in word) heard.isDone = true
      else
        heard.correcting = correctNext(word.missing).then(
          () => answer('corrected'),
          (error) => {
            heard.failure = error
            failing.abort()
          },
        )
    },
    save,
    onSaveFailure: (error) => parts.log('warn', 'How far a rebuild is could not be written down', { error: String(error) }),
  })
  await heard.correcting
  await save()
  await end(parts, id, { heard, problem, isStopping: stopping.aborted })
}

/** Adds what is missing, unless the rebuild was ended meanwhile: another one may have looked since. */
async function correct({ db, clock, recounts }: RebuilderParts, id: string, { records, teamId, piece }: Missing): Promise<void> {
  const recount = recounts.find((one) => one.records === records)
  await db.tx(async (tx) => {
    if (!recount || !(await holdGoing(tx, id))) return
    await recount.correct(tx, piece, clock.now())
    await addDifferences(tx, { id, teamId }, piece.differs)
  })
}

type Ended = { heard: Heard; problem: ThreadProblem | null; isStopping: boolean }

async function end({ db, clock, audit }: RebuilderParts, id: string, ended: Ended): Promise<void> {
  const told: RebuildEnd = { ...stateOf(ended), at: clock.now() }
  const { read, failure } = ended.heard
  await db.tx(async (tx) => {
    if (!(await endRebuild(tx, id, told))) return
    const after = { state: told.state, factsRead: read }
    await audit(tx, { actor, action: 'rebuild.end', subject: `rebuild:${id}`, at: told.at, after })
  })
  if (failure) throw failure
}

function stateOf({ heard, problem, isStopping }: Ended): Pick<RebuildEnd, 'state' | 'problem'> {
  if (heard.failure)
    return { state: 'failed', problem: 'What differed could not be put right. Begin again; the log of the server says why.' }
  if (heard.isDone) return { state: 'done', problem: null }
  if (isStopping) return { state: 'interrupted', problem: null }
  if (problem?.isMemory) return { state: 'failed', problem: 'A team has more counts than fit into the memory that a rebuild may have.' }
  return { state: 'failed', problem: `The rebuild ended before it was done. ${problem?.message ?? ''}`.trim() }
}
