import { useId } from 'react'
import { Button } from '#console/ui/button.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { editorWords } from './editor-words.ts'
import type { Editor } from './use-editor.ts'

type EditorBarProps = { editor: Editor; blocker: string | undefined; onSave: () => void; onPublish: () => void }

/** Save and publish, with what stands in their way said beside them. */
export function EditorBar({ editor, blocker, onSave, onPublish }: EditorBarProps) {
  const whyId = useId()
  const canSave = editor.isDirty || editor.base === null
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button keyHint="Ctrl S" busy={editor.isBusy} disabled={!canSave} onClick={onSave}>
          {editorWords.saveDraft}
        </Button>
        <Button variant="primary" keyHint="Ctrl Enter" disabled={blocker !== undefined} aria-describedby={whyId} onClick={onPublish}>
          {editorWords.publish}
        </Button>
        <span className="text-meta text-ink-2">{canSave ? editorWords.unsaved : editorWords.saved}</span>
      </div>
      <p id={whyId} className="text-meta text-ink-2">
        {blocker === undefined ? editorWords.ready : editorWords.cannotPublish(blocker)}
      </p>
      <div role="alert">{editor.failure && !editor.theirs ? <StatusMark status="act" text={editor.failure} /> : null}</div>
    </div>
  )
}
