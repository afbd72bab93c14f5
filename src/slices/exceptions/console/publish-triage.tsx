import { useAct } from '#console/query.ts'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { notify } from '#console/ui/toast.tsx'
import { publishTriage } from '../contract.ts'
import type { Standard } from './triage-form.ts'
import { triageWords } from './triage-words.ts'

type PublishTriageProps = { standard: Standard; version: number; onClose: () => void; onDone: () => void }

/** Asks why, then puts the standard in force. */
export function PublishTriage({ standard, version, onClose, onDone }: PublishTriageProps) {
  const publish = useAct(publishTriage, { ifMatch: String(version) })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={triageWords.publishTitle}
      description={<p>{triageWords.publishText}</p>}
      confirmLabel={triageWords.publish}
      onConfirm={async (reason) => {
        await publish.mutateAsync({ standard, reason })
        notify({ title: triageWords.published })
        onDone()
      }}
    />
  )
}
