import { useState } from 'react'
import type { Detail } from './case.tsx'
import { changeDraft, draftOf } from './drafts.ts'
import { fieldsOf, isChanged, readAll } from './edit.ts'
import type { Asking, PanelVerb } from './panel.tsx'
import type { ReasonCode } from './reasons.tsx'
import type { Said, useActs, Verb } from './use-acts.ts'

type Dialogs = { onDefer: () => void; onEscalate: () => void; onUndo: () => void }

type Parts = Dialogs & {
  detail: Detail | undefined
  acts: ReturnType<typeof useActs> /** The answer is given or given up: its fields go, and the keyboard is back at the list. */
  onLeft: () => void
}

/** What is said with an act, out of its draft; null while something is missing. */
export function saidOf(detail: Detail, verb: Verb): Said | null {
  const draft = draftOf(detail.id)
  const note = draft.note.trim() || undefined
  if (verb === 'approve') return { note }
  if (draft.reasonCode === null) return null
  const said = { reasonCode: draft.reasonCode, note }
  if (verb === 'respond') return draft.message.trim() === '' ? null : { ...said, message: draft.message.trim() }
  return verb === 'edit' ? editSaid(detail, said) : said
}

/** The corrected action, and those inputs of the policy that were corrected beside it. */
function editSaid({ id, proposal }: Detail, said: Said): Said | null {
  if (!proposal) return null
  const draft = draftOf(id)
  const fields = fieldsOf(proposal.action.arguments, draft.fields)
  const inputs = fieldsOf(proposal.inputs, draft.inputs).filter(isChanged)
  const [values, changed] = [readAll(fields), readAll(inputs)]
  if (values === null || changed === null || (!fields.some(isChanged) && inputs.length === 0)) return null
  const action = { name: proposal.action.name, arguments: values }
  return { ...said, action, inputs: inputs.length > 0 ? changed : undefined }
}

/** One item at a time: an act goes at once when nothing is missing, and else asks for what is. */
export function useAnswers({ detail, acts, onLeft, onDefer, onEscalate, onUndo }: Parts) {
  const [asked, setAsked] = useState<{ id: string; verb: NonNullable<Asking>['verb']; isMissing: boolean } | null>(null)
  const asking: Asking = asked !== null && asked.id === detail?.id ? asked : null

  function send(verb: Verb) {
    if (!detail) return
    const said = saidOf(detail, verb)
    if (said === null) return verb === 'approve' ? undefined : setAsked({ id: detail.id, verb, isMissing: true })
    setAsked(null)
    acts.answer(detail, verb, said)
    onLeft()
  }

  function start(verb: PanelVerb) {
    if (!detail?.verbs.includes(verb)) return
    if (verb === 'defer') return onDefer()
    if (verb === 'escalate') return onEscalate()
    if (verb === 'undo') return onUndo()
    const isOpen = asking?.verb === verb
    const isReady = verb === 'approve' || isOpen || (verb !== 'edit' && saidOf(detail, verb) !== null)
    if (isReady) return send(verb)
    setAsked({ id: detail.id, verb, isMissing: false })
  }

  function reason(code: ReasonCode) {
    if (!detail) return
    changeDraft(detail.id, { reasonCode: code })
    // With nothing else to say, the reason completes the act that asked for it.
    if (asking && (asking.verb === 'reject' || asking.verb === 'take_over')) send(asking.verb)
  }

  function cancel() {
    setAsked(null)
    onLeft()
  }

  return { asking, start, reason, send: () => asking && send(asking.verb), cancel }
}
