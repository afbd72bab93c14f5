import { type FormEvent, useState } from 'react'
import { Button } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { decideWords } from './decide-words.ts'
import { type ReasonCode, Reasons, reasonsFor } from './reasons.tsx'

type OverrideDialogProps = {
  open: boolean
  onClose: () => void
  onOverride: (said: OverrideSaid) => Promise<unknown>
}

export type OverrideSaid = { reasonCode: ReasonCode; note?: string; leaveOpen?: boolean }

/** One act, with nothing asked but what was missing. */
export function OverrideDialog({ open, onClose, onOverride }: OverrideDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={decideWords.overrideTitle} description={decideWords.overrideText}>
      <OverrideForm onClose={onClose} onOverride={onOverride} />
    </Dialog>
  )
}

function OverrideForm({ onClose, onOverride }: Omit<OverrideDialogProps, 'open'>) {
  const [code, setCode] = useState<ReasonCode | null>(null)
  const [note, setNote] = useState('')
  const [leaveOpen, setLeaveOpen] = useState(false)
  const [state, setState] = useState({ isMissing: false, isBusy: false, fault: '' })
  async function send(event: FormEvent) {
    event.preventDefault()
    if (code === null) return setState({ ...state, isMissing: true })
    setState({ isMissing: false, isBusy: true, fault: '' })
    try {
      await onOverride({ reasonCode: code, note: note.trim() || undefined, leaveOpen: leaveOpen || undefined })
      onClose()
    } catch (error) {
      setState({ isMissing: false, isBusy: false, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <Reasons
        label={decideWords.reasonAsked}
        codes={reasonsFor(null)}
        value={code}
        onChoose={setCode}
        error={state.isMissing && code === null ? decideWords.reasonMissing : undefined}
      />
      <TextArea label={decideWords.note} optional rows={2} maxLength={2000} value={note} onChange={setNote} />
      <Checkbox label={decideWords.overrideOpen} checked={leaveOpen} onChange={setLeaveOpen} />
      <p className="text-meta text-ink-2">{decideWords.kind}</p>
      <FormFault text={state.fault} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{decideWords.cancel}</Button>
        <Button type="submit" variant="primary" busy={state.isBusy}>
          {decideWords.overrideSend}
        </Button>
      </div>
    </form>
  )
}
