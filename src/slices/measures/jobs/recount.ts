import type { Db, Queryable, Tx } from '#kernel/db.ts'
import { sumTallies, type Tally } from '../counts.ts'

/** A part of what is wrong with the counts of a team, small enough for one short transaction. */
export type Piece = {
  tally: Tally
  /** What is wrong with counts that the slice keeps for itself. */
  own?: unknown
  /** How many rows of which count differ. */
  differs: Record<string, number>
}

/** How a slice with facts proves the counts that it adds to. */
export type Recount = {
  /** What its facts are called. */
  records: string
  /** How many facts there are, team by team. */
  factsByTeam(db: Queryable): Promise<{ teamId: string; facts: number }[]>
  /**
   * What its facts add up to, less what is counted. Asked in one snapshot, in which facts and counts fit together: whatever is recorded at the
   * same time adds to both, so that what is missing stays the same until it is added.
   */
  missing(snapshot: Queryable, teamId: string, onRead: (facts: number) => void): Promise<Piece[]>
  correct(tx: Tx, piece: Piece, at: Date): Promise<void>
}

export type Missing = { records: string; teamId: string; piece: Piece }
export type Listener = { onTotal(facts: number): void; onRead(facts: number): void; onMissing(missing: Missing): Promise<void> }

/** Goes through all facts, team by team, and says what the counts lack. It writes nothing, and holds no lock that others wait for. */
export async function recountAll(db: Db, recounts: readonly Recount[], { onTotal, onRead, onMissing }: Listener): Promise<void> {
  const work: { recount: Recount; teams: { teamId: string; facts: number }[] }[] = []
  for (const recount of recounts) work.push({ recount, teams: await recount.factsByTeam(db) })
  onTotal(work.flatMap(({ teams }) => teams).reduce((sum, { facts }) => sum + facts, 0))
  for (const { recount, teams } of work) {
    for (const { teamId } of teams) {
      const pieces = await inSnapshot(db, (snapshot) => recount.missing(snapshot, teamId, onRead))
      for (const piece of pieces) await onMissing({ records: recount.records, teamId, piece })
    }
  }
}

/** All that is read sees the database as it was when the first of it was read. */
function inSnapshot<T>(db: Db, run: (snapshot: Queryable) => Promise<T>): Promise<T> {
  return db.tx(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    return run(tx)
  })
}

const pieceRows = 2000

/** A tally in parts, each with the measures that it is about. */
export function piecesOf({ counts, spreads, hours }: Tally): Piece[] {
  const parts: Tally[] = [
    ...partsOf(counts).map((part) => ({ counts: part, spreads: [], hours: [] })),
    ...partsOf(spreads).map((part) => ({ counts: [], spreads: part, hours: [] })),
    ...partsOf(hours).map((part) => ({ counts: [], spreads: [], hours: part })),
  ]
  return parts.map((tally) => ({ tally, differs: placesBy([...tally.counts, ...tally.spreads, ...tally.hours]) }))
}

export function partsOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / pieceRows) }, (_, at) => rows.slice(at * pieceRows, (at + 1) * pieceRows))
}

function placesBy(rows: readonly { measureId: string }[]): Record<string, number> {
  const places: Record<string, number> = {}
  for (const { measureId } of rows) places[measureId] = (places[measureId] ?? 0) + 1
  return places
}

const waitingMax = 200_000

/** Adds up many tallies in little memory: no more than there are places, and what waits to be added. */
export function makeTallySum(): { add(tallies: readonly Tally[]): void; tally(): Tally } {
  let waiting: Tally[] = []
  let size = 0
  const fold = () => {
    waiting = [sumTallies(waiting)]
    size = 0
  }
  return {
    add(tallies) {
      for (const tally of tallies) {
        waiting.push(tally)
        size += tally.counts.length + tally.spreads.length + tally.hours.length
      }
      if (size > waitingMax) fold()
    },
    tally() {
      fold()
      return waiting[0] as Tally
    },
  }
}
