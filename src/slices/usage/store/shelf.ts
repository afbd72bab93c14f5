import type { Tx } from '#kernel/db.ts'

/** How facts of one kind are kept: one row for each key, and one that is told again is merged with what is known. */
export type Shelf<T> = {
  keyOf(fact: T): string
  /** Which of two, or what of both: the same whatever the order. */
  merge(known: T, told: T): T
  /** Adds those whose key is new; answers them. */
  insert(tx: Tx, facts: readonly T[], at: Date): Promise<T[]>
  /** The rows of these keys, held until the transaction ends. */
  hold(tx: Tx, facts: readonly T[]): Promise<T[]>
  update(tx: Tx, facts: readonly T[], at: Date): Promise<void>
}

export type Settled<T> = {
  /** For each fact that was told: whether it is new or changed what was known. */
  isNews: boolean[]
  added: T[]
  changed: { before: T; after: T }[]
}

/** Writes what is told, in as many statements for a thousand facts as for one. Keys are taken in one order, so that two writers never lock crosswise. */
export async function settle<T>(tx: Tx, shelf: Shelf<T>, { facts, at }: { facts: readonly T[]; at: Date }): Promise<Settled<T>> {
  const told = new Map<string, T>()
  for (const fact of facts) {
    const key = shelf.keyOf(fact)
    const before = told.get(key)
    told.set(key, before ? shelf.merge(before, fact) : fact)
  }
  const sorted = [...told].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, fact]) => fact)
  const added = await shelf.insert(tx, sorted, at)
  const news = new Set(added.map(shelf.keyOf))
  const known = sorted.filter((fact) => !news.has(shelf.keyOf(fact)))
  const changed = known.length === 0 ? [] : changesOf(shelf, await shelf.hold(tx, known), told)
  const after = changed.map((change) => change.after)
  if (after.length > 0) await shelf.update(tx, after, at)
  for (const fact of after) news.add(shelf.keyOf(fact))
  return { isNews: facts.map((fact) => news.delete(shelf.keyOf(fact))), added, changed }
}

function changesOf<T>(shelf: Shelf<T>, held: readonly T[], told: ReadonlyMap<string, T>): { before: T; after: T }[] {
  return held.flatMap((before) => {
    const fact = told.get(shelf.keyOf(before))
    const after = fact === undefined ? before : shelf.merge(before, fact)
    return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ before, after }]
  })
}

export const column = <T, K extends keyof T>(rows: readonly T[], name: K): T[K][] => rows.map((row) => row[name])
