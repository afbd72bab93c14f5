import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { PageHeader } from '#console/ui/page-header.tsx'
import { notify } from '#console/ui/toast.tsx'
import { Conflict, Kept, MovedOn } from './conflict.tsx'
import { EditorBar } from './editor-bar.tsx'
import { EditorHelp } from './editor-help.tsx'
import { editorWords } from './editor-words.ts'
import { ExamplesCard } from './examples.tsx'
import { FaultList } from './fault-list.tsx'
import { InWords } from './in-words.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { blockerOf } from './readiness.ts'
import { type EditorHandle, TextEditor } from './text-editor.tsx'
import type { Standard } from './types.ts'
import { type Check, errorsIn, useCheck } from './use-check.ts'
import { type Editor, useEditor } from './use-editor.ts'
import { workingCopyOf } from './working-copy.ts'

/** A text without faults, to be tried on recorded decisions. */
export type Tried = { text: string; decisionType: string }

type StandardEditorProps = {
  /** The standard as it stands on the server; null while a new one is written. */
  standard: Standard | null
  /** What a new one begins with. */
  text: string
  /** What recorded decisions would get: in full, and as one sentence. They belong to another slice. */
  preview: (tried: Tried) => ReactNode
  impact: (tried: Tried) => ReactNode
  onSaved: (id: string) => void
  onPublished: (id: string) => void
}

/** Writing a standard with everything that the text would do beside it. */
export function StandardEditor({ standard, text, preview, impact, onSaved, onPublished }: StandardEditorProps) {
  const editor = useEditor({ standard, text })
  const check = useCheck(editor.text)
  const [isPublishing, setIsPublishing] = useState(false)
  const handle = useRef<EditorHandle>(null)
  const noteId = useId()
  const id = standard?.id ?? check.found?.id ?? null
  const errors = errorsIn(check.found)
  const jump = (line: number, column: number) => handle.current?.goTo(line, column)
  const blocker = blockerOf({ standard, text: editor.text, start: text, check, id })
  const isReadable = check.found?.criteria != null && !check.isChecking

  async function save() {
    if (editor.isBusy || !(editor.isDirty || editor.base === null)) return
    if (id === null) return editor.change({ failure: editorWords.needsId })
    try {
      const saved = await editor.save(id)
      notify({ title: editorWords.savedAs(saved.latest), text: editorWords.savedNote })
      onSaved(id)
    } catch {
      // What went wrong stands beside the buttons.
    }
  }

  useEditorKeys({ onSave: () => void save(), onPublish: () => blocker === undefined && setIsPublishing(true) })

  const tried = isReadable && id !== null ? { text: check.text, decisionType: id } : null
  return (
    <>
      <EditorHeader standard={standard} editor={editor} />
      <Between standard={standard} editor={editor} />
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4 wide:sticky wide:top-16">
          <EditorBar editor={editor} blocker={blocker} onSave={() => void save()} onPublish={() => setIsPublishing(true)} />
          <TextEditor
            ref={handle}
            text={editor.text}
            onChange={(next) => editor.change({ text: next, failure: '' })}
            faultLines={new Set(errors.map((fault) => fault.line))}
            isInvalid={errors.length > 0}
            describedBy={noteId}
          />
          <FaultList id={noteId} faults={check.found?.faults ?? []} note={noteOf(check)} onJump={jump} />
          <EditorHelp />
        </div>
        <div className="grid min-w-0 gap-4">
          {tried ? preview(tried) : null}
          <WhatItDoes check={check} onJump={jump} />
        </div>
      </div>
      {isPublishing && id !== null ? (
        <PublishDialog
          id={id}
          onClose={() => setIsPublishing(false)}
          onPublish={async (reason) => {
            await editor.publishText(id, reason)
            onPublished(id)
          }}
        >
          {tried ? impact(tried) : null}
        </PublishDialog>
      ) : null}
      <LeaveGuard mayLose={editor.mayLose} isDirty={editor.isDirty} />
    </>
  )
}

/** What the examples get and how the text reads, as soon as it can be read at all. */
function WhatItDoes({ check, onJump }: { check: Check; onJump: (line: number, column: number) => void }) {
  const { found } = check
  if (!found) return null
  if (!found.criteria) return <p className="text-ink-2">{editorWords.notReadable}</p>
  return (
    <>
      <ExamplesCard examples={found.examples} onJump={onJump} />
      <InWords criteria={found.criteria} />
    </>
  )
}

function EditorHeader({ standard, editor }: { standard: Standard | null; editor: Editor }) {
  if (!standard) return <PageHeader title={editorWords.newTitle} question={editorWords.newQuestion} answer={editorWords.newAnswer} />
  const version = editor.base?.version ?? standard.latest
  const basedOn = standard.state === 'published' ? editorWords.basedOnPublished(version) : editorWords.basedOnWithdrawn(version)
  return (
    <PageHeader
      title={editorWords.editTitle(standard.id)}
      question={editorWords.editQuestion}
      answer={editorWords.editAnswer(standard.title)}
      meta={editor.base?.isDraft ? editorWords.basedOnDraft(version) : basedOn}
    />
  )
}

/** What stands between this text and somebody else's. */
function Between({ standard, editor }: { standard: Standard | null; editor: Editor }) {
  const { base, theirs, kept, text } = editor
  const hasMovedOn = standard !== null && base !== null && theirs === null && !editor.isBusy && standard.etag !== base.etag
  return (
    <>
      {theirs ? (
        <Conflict
          theirs={theirs}
          mine={text}
          isBusy={editor.isBusy}
          onKeepMine={() => void editor.save(theirs.id, { etag: theirs.etag }).catch(() => {})}
          onTakeTheirs={() => editor.change({ ...takenFrom(theirs), kept: text })}
        />
      ) : null}
      {hasMovedOn ? <MovedOn version={standard.latest} onSee={() => editor.change({ theirs: standard })} /> : null}
      {kept === null ? null : (
        <Kept onPutBack={() => editor.change({ text: kept, kept: null })} onDrop={() => editor.change({ kept: null })} />
      )}
    </>
  )
}

function takenFrom(theirs: Standard) {
  const base = workingCopyOf(theirs)
  return { base, text: base.text, theirs: null, failure: '' }
}

function noteOf(check: Check): string {
  if (check.hasFailed) return editorWords.checkFailed
  if (check.isChecking || !check.found) return editorWords.checking
  const errors = errorsIn(check.found)
  return errors.length === 0 ? editorWords.noFaults : editorWords.faultsFound(errors.length)
}

function useEditorKeys(on: { onSave: () => void; onPublish: () => void }) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || document.querySelector('[role="alertdialog"], [role="dialog"][aria-modal="true"]')) return
    if (event.key !== 's' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === 's') on.onSave()
    else on.onPublish()
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
