import { type FormEvent, useState } from 'react'
import { faultOfForm } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { type getMeasure, setMeasureOwner } from '../contract.ts'
import { measureWords } from './words.ts'

type Measure = OutputOf<typeof getMeasure>

/** Names who answers for what a measure means. */
export function OwnerDialog({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const [owner, setOwner] = useState(measure.owner)
  const [reason, setReason] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const set = useAct(setMeasureOwner)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (owner.trim() === '' || reason.trim() === '') return
    try {
      await set.mutateAsync({ measure: measure.id, owner: owner.trim(), reason: reason.trim() })
      notify({ title: measureWords.ownerSet(owner.trim(), measure.name) })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={measureWords.ownerTitle(measure.name)}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <TextField
          label={measureWords.owner}
          hint={measureWords.ownerHint}
          maxLength={100}
          value={owner}
          onChange={setOwner}
          error={isChecked && owner.trim() === '' ? measureWords.ownerMissing : undefined}
          required
        />
        <TextArea
          label={measureWords.reason}
          value={reason}
          maxLength={1000}
          onChange={setReason}
          error={isChecked && reason.trim() === '' ? measureWords.reasonMissing : undefined}
          required
        />
        <FormFault text={faultOfForm(set.error, [])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{measureWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={set.isPending}>
            {measureWords.ownerSave}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
