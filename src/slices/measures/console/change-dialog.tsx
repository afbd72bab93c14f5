import { type FormEvent, useState } from 'react'
import { faultOfForm } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { changeMeasure, type getMeasure } from '../contract.ts'
import { measureWords } from './words.ts'

type Measure = OutputOf<typeof getMeasure>

/** Makes a new version of a measure by changing its settings. */
export function ChangeDialog({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const [values, setValues] = useState(() => Object.fromEntries(measure.settings.map(({ name, value }) => [name, String(value)])))
  const [reason, setReason] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const change = useAct(changeMeasure)
  const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (reason.trim() === '' || !Object.values(values).every(isNumber)) return
    const settings = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]))
    try {
      await change.mutateAsync({ measure: measure.id, settings, reason })
      notify({ title: measureWords.changed(measure.name) })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={measureWords.changeOf(measure.name)} description={measureWords.changeText}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        {measure.settings.map(({ name, about, unit, min, max }) => (
          <TextField
            key={name}
            label={about}
            hint={measureWords.value(unit, min, max)}
            inputMode="decimal"
            value={values[name] ?? ''}
            onChange={(text) => setValues({ ...values, [name]: text })}
            error={isChecked && !isNumber(values[name] ?? '') ? measureWords.wrongNumber : undefined}
            required
          />
        ))}
        <TextArea
          label={measureWords.reason}
          hint={measureWords.reasonHint}
          value={reason}
          onChange={setReason}
          error={isChecked && reason.trim() === '' ? measureWords.reasonMissing : undefined}
        />
        <FormFault text={faultOfForm(change.error, [])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{measureWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {measureWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
