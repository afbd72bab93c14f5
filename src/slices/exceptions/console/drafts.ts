import { useSyncExternalStore } from 'react'
import type { ReasonCode } from './reasons.tsx'

/** What somebody has begun to say about an item. It is kept until it is sent, also when a send fails or another item comes between. */
export type Draft = {
  reasonCode: ReasonCode | null
  note: string
  message: string
  /** Texts of the fields that were changed, by their name. */
  fields: { readonly [name: string]: string }
  inputs: { readonly [name: string]: string }
}

const blank: Draft = { reasonCode: null, note: '', message: '', fields: {}, inputs: {} }

const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

export function draftOf(id: string): Draft {
  return drafts.get(id) ?? blank
}

export function changeDraft(id: string, change: Partial<Draft>) {
  drafts.set(id, { ...draftOf(id), ...change })
  for (const tell of listeners) tell()
}

/** Once it is in effect, nothing of it stays in this browser. */
export function dropDrafts(ids: readonly string[]) {
  for (const id of ids) drafts.delete(id)
  for (const tell of listeners) tell()
}

function listen(tell: () => void) {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}

export function useDraft(id: string): [Draft, (change: Partial<Draft>) => void] {
  const draft = useSyncExternalStore(listen, () => draftOf(id))
  return [draft, (change) => changeDraft(id, change)]
}
