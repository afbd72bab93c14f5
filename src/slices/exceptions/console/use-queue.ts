import { useQueryClient } from '@tanstack/react-query'
import { type Dispatch, useEffect, useReducer, useRef } from 'react'
import { useLive } from '#console/live.ts'
import { type AskOf, keyOf, useCall } from '#console/query.ts'
import { countExceptions, getException, indexExceptions } from '../contract.ts'
import { type Desk, type DeskAct, emptyDesk, nextDesk } from './desk.ts'
import { makeRows, type Rows } from './rows.ts'

export type QueueFilter = AskOf<typeof indexExceptions>

type Queue = {
  desk: Desk
  act: Dispatch<DeskAct>
  rows: Rows
  index: ReturnType<typeof useCall<typeof indexExceptions>>
}

/** Reading ten thousand ids anew takes a moment on both sides: the longer the list, the less often. */
const restMs = (length: number) => Math.max(1_000, length)

type Hint = { opened?: string[]; changed?: string[]; isCut?: boolean }

/**
 * The order of the list, kept still while somebody works in it, beside the server's newest order, which only tells how much
 * is new. `opens`: the first item is opened by itself, where list and case stand side by side.
 */
export function useQueue(filter: QueueFilter, settings: { wanted: string | null; opens: () => boolean }): Queue {
  const [desk, act] = useReducer(nextDesk, { ...emptyDesk, at: settings.wanted })
  const rows = useRef<Rows>(undefined)
  rows.current ??= makeRows()
  const index = useCall(indexExceptions, filter)
  const name = JSON.stringify(filter)
  const readName = useRef('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is looked at once; `opens` only asks how wide the window is
  useEffect(() => {
    if (!index.data) return
    act({ do: 'read', ids: index.data.ids, isAnew: readName.current !== name, opens: settings.opens() })
    readName.current = name
  }, [index.data, name])
  useHints({ act, rows: rows.current, filter, length: desk.ids.length })
  return { desk, act, rows: rows.current, index }
}

type Hearing = { act: Dispatch<DeskAct>; rows: Rows; filter: QueueFilter; length: number }

/** Hints name what came and what changed. With a filter set, only the server knows whether it belongs here. */
function useHints({ act, rows, filter, length }: Hearing) {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isPlain = Object.values(filter).every((value) => value === undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive('exceptions', (event) => {
    const { opened = [], changed = [] } = event as Hint
    if (isPlain && opened.length > 0) act({ do: 'hear', opened })
    rows.refresh([...opened, ...changed])
    for (const id of [...opened, ...changed]) {
      const queryKey = keyOf(getException, { id })
      if (client.getQueryState(queryKey)) void client.invalidateQueries({ queryKey, refetchType: 'active' })
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: keyOf(indexExceptions, filter) })
      void client.invalidateQueries({ queryKey: keyOf(countExceptions, {}) })
    }, restMs(length))
  })
}
