import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { changedSince, type Move } from '#slices/exceptions/index.ts'

/** Times are set before a transaction commits, and by clocks of several nodes: so far back a late one is still noticed. */
const lookBackMs = 5_000
const movesMax = 1_000

export type QueueWatch = { /** What moved since the last look, each move once. */ look(): Promise<Move[]>; forget(): void }

const nameOf = (move: Move) => `${move.id} ${move.version} ${move.changedAt.getTime()}`

/** Follows the queue by the times at which items changed. */
export function watchQueue({ db, clock }: { db: Db; clock: Clock }): QueueWatch {
  let newest: Date | undefined
  let told = new Set<string>()

  async function read(since: Date): Promise<Move[]> {
    return changedSince(db, new Date(since.getTime() - lookBackMs), movesMax)
  }

  return {
    async look() {
      if (newest === undefined) {
        newest = clock.now()
        told = new Set((await read(newest)).map(nameOf))
        return []
      }
      const moves = await read(newest)
      const fresh = moves.filter((move) => !told.has(nameOf(move)))
      const last = moves.at(-1)?.changedAt
      // Full: the rest comes with the next look, which begins where this one ended.
      if (moves.length === movesMax && last) newest = new Date(last.getTime() + lookBackMs)
      else if (last && last > newest) newest = last
      told = new Set(moves.map(nameOf))
      return fresh
    },
    forget() {
      newest = undefined
    },
  }
}

const idsMax = 50

/** The hint that pages get: which items wait now, and which moved otherwise. Never by whom. */
export function queueHint(moves: readonly Move[]): { opened: string[]; changed: string[]; isCut: boolean } {
  const states = new Map(moves.map((move) => [move.id, move.state]))
  const idsOf = (isOpen: boolean) => [...states].filter(([, state]) => (state === 'open') === isOpen).map(([id]) => id)
  const [opened, changed] = [idsOf(true), idsOf(false)]
  const isCut = opened.length > idsMax || changed.length > idsMax
  return { opened: opened.slice(0, idsMax), changed: changed.slice(0, idsMax), isCut }
}
