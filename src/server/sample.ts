import type { Db, Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import type { House } from '#kernel/http.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import type { Call } from '#sdk/call.ts'
import { newestSeq } from '#slices/decisions/index.ts'

type Progress = { runsDone: number; runsTotal: number }
type State = Progress & { state: 'empty' | 'in_use' | 'loading' | 'loaded' | 'failed'; problem: string | null }

type Watch = {
  onProgress(progress: Progress): void
  /** Waits until queue and counts have followed all that is recorded by now. */
  caughtUp(): Promise<void>
  signal: AbortSignal
}

/** Plays the public sample that ships with Pilotage through this very server. */
export type PlaySample = (call: Call, watch: Watch) => Promise<void>

export type Sample = { state(ctx: Ctx): Promise<State>; load(ctx: Ctx): Promise<{ state: 'loading' }>; stop(): Promise<void> }

type SampleParts = { db: Db; log: House['log']; call: Call; caughtUp: Watch['caughtUp']; play: PlaySample }

/** Loading of the sample: begun once by an administrator, followed by anybody, stopped with the server. */
export function makeSample(parts: SampleParts): Sample {
  let current: State | undefined
  let playing: Promise<void> | undefined
  const stopping = new AbortController()

  function begin(): void {
    current = { state: 'loading', runsDone: 0, runsTotal: 0, problem: null }
    const onProgress = (progress: Progress) => {
      current = { state: 'loading', ...progress, problem: null }
    }
    playing = parts.play(parts.call, { onProgress, caughtUp: parts.caughtUp, signal: stopping.signal }).then(
      () => {
        current = { ...(current as State), state: 'loaded' }
      },
      (error) => {
        parts.log('warn', 'The sample could not be loaded', { error: String(error) })
        current = {
          ...(current as State),
          state: 'failed',
          problem: 'Loading stopped half-way. Start it again: nothing is recorded twice.',
        }
      },
    )
  }

  const announce = write({
    scope: 'samples:write',
    action: 'sample.load',
    async run(tx, _input: object) {
      const isBusy = current?.state === 'loading'
      if (isBusy) throw new AppError('conflict', 'The sample is being loaded already.', { next: 'Follow it at /api/v1/sample.' })
      if ((await isInUse(tx)) && current?.state !== 'failed')
        throw new AppError('conflict', 'This installation is in use already.', {
          next: 'Try the sample in a new data directory: set PILOTAGE_DATA_DIR and start again.',
        })
      return { subject: 'sample:agent-runs', result: { state: 'loading' as const } }
    },
  })

  return {
    async state(ctx) {
      if (current) return current
      return { state: (await isInUse(ctx.db)) ? 'in_use' : 'empty', runsDone: 0, runsTotal: 0, problem: null }
    },
    async load(ctx) {
      const answer = await announce(ctx, {})
      // Asked twice at once, or again under the same Idempotency-Key: it is played by one.
      if (current === undefined || current.state === 'failed') begin()
      return answer
    },
    async stop() {
      stopping.abort()
      await playing
    },
  }
}

async function isInUse(db: Queryable): Promise<boolean> {
  return (await newestSeq(db)) > 0
}
