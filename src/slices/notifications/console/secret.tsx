import { Button } from '#console/ui/button.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { channelWords } from './words.ts'

/** A signing secret, once. */
export function Secret({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={channelWords.secretTitle}
      description={secret === null ? channelWords.secretRepeated : channelWords.secretText}
      actions={
        <Button variant="primary" onClick={onClose}>
          {channelWords.done}
        </Button>
      }
    >
      {secret === null ? null : <CodeBlock code={secret} label={channelWords.secretTitle} />}
    </Dialog>
  )
}
