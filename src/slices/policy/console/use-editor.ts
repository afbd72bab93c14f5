import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call, keyOf } from '#console/query.ts'
import { CallError } from '#sdk/call.ts'
import { getStandard, publish, saveDraft } from '../contract.ts'
import { editorWords } from './editor-words.ts'
import type { Standard } from './types.ts'
import { type WorkingCopy, workingCopyOf } from './working-copy.ts'

type EditorState = {
  text: string
  /** What the edit started from; null before a new standard is saved for the first time. */
  base: WorkingCopy | null
  /** The standard as somebody else left it, while the reader chooses between the two texts. */
  theirs: Standard | null
  /** The reader's text from before they went on with the other one. */
  kept: string | null
  failure: string
  isBusy: boolean
}

type Start = { standard: Standard | null; text: string }

/** Whether a refusal means that somebody else was first: with the same standard, or with a standard of this id. */
function clashOf(error: unknown, isNew: boolean): 'moved-on' | 'taken' | undefined {
  const code = error instanceof CallError ? error.problem.code : undefined
  if (code !== 'stale' && code !== 'match_required') return undefined
  return isNew ? 'taken' : 'moved-on'
}

/** Writing, saving and publishing one text, against the state that it was read in. */
export function useEditor(start: Start) {
  const client = useQueryClient()
  const [state, setState] = useState<EditorState>(() => {
    const base = start.standard && workingCopyOf(start.standard)
    return { text: base?.text ?? start.text, base, theirs: null, kept: null, failure: '', isBusy: false }
  })
  const change = (part: Partial<EditorState>) => setState((before) => ({ ...before, ...part }))
  const isDirty = state.text !== (state.base?.text ?? start.text)
  // The guard asks at the moment of leaving, when what was just saved is not drawn yet.
  const mayLose = useRef(isDirty)
  mayLose.current = isDirty

  function remember(saved: Standard): Standard {
    client.setQueryData(keyOf(getStandard, { id: saved.id }), saved)
    void client.invalidateQueries({ queryKey: ['policy'] })
    return saved
  }

  /** Saves the text as a draft; throws what the reader must be told. */
  async function save(id: string, against: { etag?: string; reason?: string } = {}): Promise<Standard> {
    const { text } = state
    change({ isBusy: true, failure: '' })
    try {
      const reason = against.reason ?? editorWords.draftReason
      const saved = remember(await call(saveDraft, { id, text, reason }, { ifMatch: against.etag ?? state.base?.etag }))
      change({ base: { ...workingCopyOf(saved), text }, theirs: null, isBusy: false })
      mayLose.current = false
      return saved
    } catch (error) {
      const clash = clashOf(error, state.base === null)
      if (clash === 'moved-on') await showTheirs(id)
      change({ isBusy: false, failure: clash === 'taken' ? editorWords.takenId(id) : sentenceOf(error) })
      throw error
    }
  }

  async function showTheirs(id: string) {
    change({ theirs: remember(await call(getStandard, { id })) })
  }

  /** Puts the text in force, saving it first where it is not on record as it stands. */
  async function publishText(id: string, reason: string): Promise<Standard> {
    const isSaved = !isDirty && state.base?.isDraft
    const saved = isSaved ? state.base : workingCopyOf(await save(id, { reason }))
    if (!saved) throw new Error(editorWords.needsId)
    const published = remember(await call(publish, { id, version: saved.version, reason }, { ifMatch: saved.etag }))
    mayLose.current = false
    return published
  }

  return { ...state, isDirty, mayLose, change, save, showTheirs, publishText }
}

export type Editor = ReturnType<typeof useEditor>

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
