import { createContext, useCallback, useContext, useEffect, useSyncExternalStore } from 'react'
import { call } from '#console/query.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { readRows } from '../contract.ts'

export type Row = OutputOf<typeof readRows>['items'][number]

/** `gone` was asked for and does not exist for this reader; undefined is not read yet. */
type Known = Row | 'gone' | undefined

export type Rows = {
  get(id: string): Known
  /** Reads these once, together with whatever else is wanted in the same moment. */
  want(ids: readonly string[]): void
  /** Reads again those that were read before. */
  refresh(ids: readonly string[]): void
  put(row: Row): void
  /** Those that a colleague has open, as far as this page knows. */
  openElsewhere(): ReadonlySet<string>
  listen(id: string, tell: () => void): () => void
}

const MOMENT_MS = 16
const AT_ONCE = 100

const readFromServer = async (ids: string[]): Promise<Row[]> => (await call(readRows, { ids: ids.join(',') })).items

/** Rows of the list by id, read a screen at a time: the list itself holds ids only, so that ten thousand cost nothing. */
export function makeRows(read: (ids: string[]) => Promise<Row[]> = readFromServer): Rows {
  const known = new Map<string, Row | 'gone'>()
  const listeners = new Map<string, Set<() => void>>()
  const wanted = new Set<string>()
  const asked = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function set(id: string, row: Row | 'gone') {
    known.set(id, row)
    for (const tell of listeners.get(id) ?? []) tell()
  }

  async function fetchSome(ids: string[]) {
    for (const id of ids) asked.add(id)
    try {
      const found = new Map((await read(ids)).map((row) => [row.id, row]))
      for (const id of ids) set(id, found.get(id) ?? 'gone')
    } catch {
      // They are wanted again when they come into view again, or with the next hint.
    } finally {
      for (const id of ids) asked.delete(id)
    }
  }

  function flush() {
    timer = undefined
    const ids = [...wanted].filter((id) => !asked.has(id))
    wanted.clear()
    for (let from = 0; from < ids.length; from += AT_ONCE) void fetchSome(ids.slice(from, from + AT_ONCE))
  }

  function ask(ids: readonly string[]) {
    for (const id of ids) wanted.add(id)
    if (wanted.size > 0 && timer === undefined) timer = setTimeout(flush, MOMENT_MS)
  }

  return {
    get: (id) => known.get(id),
    want: (ids) => ask(ids.filter((id) => !known.has(id) && !asked.has(id))),
    refresh: (ids) => ask(ids.filter((id) => known.has(id))),
    put: (row) => set(row.id, row),
    openElsewhere: () => new Set([...known].flatMap(([id, row]) => (row !== 'gone' && row.claim === 'colleague' ? [id] : []))),
    listen(id, tell) {
      const some = listeners.get(id) ?? new Set()
      listeners.set(id, some.add(tell))
      return () => {
        some.delete(tell)
        if (some.size === 0) listeners.delete(id)
      }
    },
  }
}

export const RowsContext = createContext<Rows | null>(null)

export function useRows(): Rows {
  const rows = useContext(RowsContext)
  if (!rows) throw new Error('Rows are used outside the desk.')
  return rows
}

/** One row, drawn again only when it changes itself. */
export function useRow(id: string | null): Known {
  const rows = useRows()
  const row = useSyncExternalStore(
    useCallback((tell: () => void) => (id === null ? () => {} : rows.listen(id, tell)), [rows, id]),
    () => (id === null ? undefined : rows.get(id)),
  )
  useEffect(() => {
    if (id !== null) rows.want([id])
  }, [rows, id])
  return row
}
