import { Button } from '#console/ui/button.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { settingsWords } from './settings-words.ts'

type ShownOnceProps = { title: string; text: string; label: string; secret: string | null; onClose: () => void }

/** A secret that the server shows once: a link or a key. */
export function ShownOnce({ title, text, label, secret, onClose }: ShownOnceProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={secret === null ? settingsWords.linkGone : text}
      actions={
        <Button variant="primary" onClick={onClose}>
          {settingsWords.done}
        </Button>
      }
    >
      {secret === null ? null : <CodeBlock label={label} code={secret} />}
    </Dialog>
  )
}
