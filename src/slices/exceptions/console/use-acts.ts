import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { type AskOf, callOnce, keyOf } from '#console/query.ts'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { countExceptions, defer, escalate, getException, resolve, resolveMany, undo } from '../contract.ts'
import type { DeskAct } from './desk.ts'
import { dropDrafts } from './drafts.ts'
import type { Rows } from './rows.ts'
import { actWords } from './words.ts'

export type Verb = AskOf<typeof resolve>['verb']
export type ManyVerb = AskOf<typeof resolveMany>['verb']
export type Said = Omit<AskOf<typeof resolve>, 'id' | 'verb'>

/** Something that was done and can be taken back until its time. */
export type Done = {
  key: number
  what: string
  ids: readonly string[]
  /** Of a single item. */
  title: string | null
  /** When it takes effect, by this machine's clock; null while it is on its way. */
  until: number | null
}

export type Working = { what: string; done: number; all: number }

const pastOf: { [verb in Verb | 'defer']: () => string } = {
  approve: () => actWords.approved,
  edit: () => actWords.edited,
  reject: () => actWords.rejected,
  respond: () => actWords.responded,
  take_over: () => actWords.taken_over,
  defer: () => actWords.deferred,
}

const HOLD_MS = 8_000
const AT_ONCE = 100
/** So many acts can wait on the bar; more than anybody does in eight seconds. */
const KEPT = 20

type Parts = { act: (act: DeskAct) => void; rows: Rows }

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** What was done and can be taken back, the newest last. */
function useDone() {
  const [done, setDone] = useState<readonly Done[]>([])
  const keys = useRef(0)
  const sending = useRef(new Map<number, Promise<unknown>>())
  const add = (one: Omit<Done, 'key'>): Done => {
    keys.current += 1
    const added = { ...one, key: keys.current }
    setDone((before) => [...before.slice(1 - KEPT), added])
    return added
  }
  const drop = useCallback((key: number) => setDone((before) => before.filter((one) => one.key !== key)), [])
  const hold = (key: number) => setDone((before) => before.map((one) => (one.key === key ? { ...one, until: Date.now() + HOLD_MS } : one)))
  return { done, add, drop, hold, sending: sending.current }
}

type Context = Parts & { list: ReturnType<typeof useDone>; refresh: (ids: readonly string[]) => void }

type Sending = { id: string; title: string; what: string; request: () => Promise<unknown> }

/** Shows it as done, sends it, and puts it back on top with its text when that fails. */
function send({ act, rows, list, refresh }: Context, { id, title, what, request }: Sending) {
  act({ do: 'answer', ids: [id], skips: rows.openElsewhere() })
  const { key } = list.add({ what, ids: [id], title, until: null })
  const sent = request().then(
    () => list.hold(key),
    (error: unknown) => {
      list.drop(key)
      act({ do: 'on-top', ids: [id] })
      rows.refresh([id])
      notify({ status: 'act', title: actWords.failed(title), text: actWords.failedText(textOf(error)) })
    },
  )
  const settled = sent.finally(() => {
    list.sending.delete(key)
    refresh([id])
  })
  list.sending.set(key, settled)
}

type Many = { ids: readonly string[]; verb: ManyVerb; said: Pick<Said, 'reasonCode' | 'note'>; tell: (working: Working | null) => void }

/** The same answer to many, a hundred at a time. What is refused stays picked. Returns what was done. */
async function sendMany({ act, rows, list, refresh }: Context, { ids, verb, said, tell }: Many): Promise<Done | null> {
  const what = pastOf[verb]()
  const problems: Problem[] = []
  const good: string[] = []
  tell({ what, done: 0, all: ids.length })
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const { items } = await callOnce(resolveMany, { ids: ids.slice(from, from + AT_ONCE), verb, ...said })
      const fine = items.filter((item) => item.problem === null).map((item) => item.id)
      good.push(...fine)
      problems.push(...items.flatMap((item) => (item.problem ? [item.problem] : [])))
      act({ do: 'answer', ids: fine, skips: rows.openElsewhere() })
      tell({ what, done: from + items.length, all: ids.length })
    }
  } catch (error) {
    notify({ status: 'act', title: actWords.notDone(ids.length - good.length, ''), text: textOf(error) })
  }
  tell(null)
  tellProblems(problems)
  refresh(good)
  return good.length > 0 ? list.add({ what, ids: good, title: null, until: Date.now() + HOLD_MS }) : null
}

/** Takes the newest back, and whatever was on its way is awaited first. */
async function takeBack({ act, rows, list, refresh }: Context, last: Done) {
  await list.sending.get(last.key)
  list.drop(last.key)
  try {
    const back: string[] = []
    for (let from = 0; from < last.ids.length; from += AT_ONCE)
      back.push(...takenBack(await callOnce(undo, { ids: last.ids.slice(from, from + AT_ONCE) })))
    act({ do: 'give-back', ids: back, opens: true })
    rows.refresh(back)
    refresh(back)
    if (back.length === 0) return notify({ status: 'info', title: actWords.notUndone })
    return notify({ title: last.ids.length === 1 ? actWords.undone : actWords.undoneMany(back.length, last.ids.length) })
  } catch (error) {
    return notify({ status: 'act', title: actWords.notUndone, text: textOf(error) })
  }
}

/** Everything that a teammate can do with items. The list moves on at once; the server's answer follows. */
export function useActs(parts: Parts) {
  const client = useQueryClient()
  const list = useDone()
  const [working, setWorking] = useState<Working | null>(null)
  const { act, rows } = parts
  const refresh = (ids: readonly string[]) => {
    void client.invalidateQueries({ queryKey: keyOf(countExceptions, {}) })
    for (const id of ids) void client.invalidateQueries({ queryKey: keyOf(getException, { id }) })
  }
  const context: Context = { ...parts, list, refresh }
  const many = useRef<Promise<Done | null>>(undefined)
  const { drop } = list
  const forget = useCallback(
    (key: number, ids: readonly string[]) => {
      dropDrafts(ids)
      drop(key)
      act({ do: 'settle', ids })
    },
    [act, drop],
  )
  return {
    done: list.done,
    working,
    forget,
    /** The newest, or the many that are on their way: those are taken back as soon as they are answered. */
    async undoLast() {
      const sent = many.current
      many.current = undefined
      const last = sent ? await sent : list.done.at(-1)
      if (last) await takeBack(context, last)
    },
    answerMany(ids: readonly string[], verb: ManyVerb, said: Many['said']) {
      many.current = sendMany(context, { ids, verb, said, tell: setWorking })
      void many.current.finally(() => {
        many.current = undefined
      })
    },
    answer: ({ id, title }: Item, verb: Verb, said: Said) =>
      send(context, { id, title, what: pastOf[verb](), request: () => callOnce(resolve, { id, verb, ...said }) }),
    putOff: ({ id, title }: Item, until: string) =>
      send(context, { id, title, what: pastOf.defer(), request: () => callOnce(defer, { id, until }) }),
    async askForHelp({ id }: Item, reason: string) {
      rows.put(await callOnce(escalate, { id, reason }))
      refresh([id])
      notify({ title: actWords.escalated, text: actWords.escalatedText })
    },
  }
}

type Item = { id: string; title: string }

type Problem = NonNullable<OutputOf<typeof resolveMany>['items'][number]['problem']>

/** Left out for what is at stake is no failure; everything else is told with its reason. */
function tellProblems(problems: Problem[]) {
  const risky = problems.filter((problem) => problem.code === 'high_risk').length
  const others = problems.filter((problem) => problem.code !== 'high_risk')
  if (risky > 0) notify({ status: 'info', title: actWords.leftOut(risky), staysMs: 12_000 })
  if (others[0]) notify({ status: 'watch', title: actWords.notDone(others.length, others[0].detail), staysMs: 12_000 })
}

const takenBack = ({ items }: OutputOf<typeof undo>) => items.filter((item) => item.isUndone).map((item) => item.id)
