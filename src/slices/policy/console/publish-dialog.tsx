import type { ReactNode } from 'react'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { notify } from '#console/ui/toast.tsx'
import { editorWords } from './editor-words.ts'

type PublishDialogProps = { id: string; children: ReactNode; onClose: () => void; onPublish: (reason: string) => Promise<void> }

/** The last question before a text decides for all teams, with what it would change in sight. */
export function PublishDialog({ id, children, onClose, onPublish }: PublishDialogProps) {
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={editorWords.publishTitle(id)}
      description={
        <>
          {children}
          <p>{editorWords.publishText}</p>
        </>
      }
      confirmLabel={editorWords.publish}
      onConfirm={async (reason) => {
        await onPublish(reason)
        notify({ title: editorWords.published, text: editorWords.publishedText })
      }}
    />
  )
}
