import { useAct } from '#console/query.ts'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { attachEvidence } from '../contract.ts'
import { runWords } from './run-words.ts'

/** Keeps a finished simulation, with a note, so that a gate can point to it. */
export function EvidenceDialog({ run, onClose }: { run: string; onClose: () => void }) {
  const keep = useAct(attachEvidence)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={runWords.keepTitle}
      description={<p>{runWords.keepText}</p>}
      confirmLabel={runWords.keepLabel}
      onConfirm={(note) => keep.mutateAsync({ run, note })}
    />
  )
}
