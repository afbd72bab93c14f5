import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { type getAlarmSettings, setAlarmSettings } from '../contract.ts'
import { watchWords } from './words.ts'

export type AlarmSettings = OutputOf<typeof getAlarmSettings>

const ranges = {
  driftPerYear: [0.05, 4],
  spikePerYear: [0.05, 4],
  silencePerYear: [0.05, 4],
  soughtRatio: [1.2, 5],
  indifferentRatio: [1, 2],
  foldHours: [0, 168],
} as const

type Faults = { [field: string]: string }
type Field = keyof typeof ranges
const fields = Object.keys(ranges) as Field[]

const labels: { [field in Field]: () => { label: string; hint?: string } } = {
  driftPerYear: () => ({ label: watchWords.drift }),
  spikePerYear: () => ({ label: watchWords.spike }),
  silencePerYear: () => ({ label: watchWords.silence }),
  soughtRatio: () => ({ label: watchWords.ratio, hint: watchWords.ratioHint }),
  indifferentRatio: () => ({ label: watchWords.indifferent, hint: watchWords.indifferentHint }),
  foldHours: () => ({ label: watchWords.fold, hint: watchWords.foldHint }),
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

/** The budget of false alarms, and what counts as a change. */
export function BudgetForm({ settings, mayWrite }: { settings: AlarmSettings; mayWrite: boolean }) {
  const [form, setForm] = useState(
    () => Object.fromEntries(fields.map((field) => [field, String(settings[field])])) as { [field in Field]: string },
  )
  const [reason, setReason] = useState('')
  const [own, setOwn] = useState<Faults>({})
  const save = useAct(setAlarmSettings, { ifMatch: settings.etag })
  const faults = { ...faultsByField(save.error), ...own }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const wrong = fields.filter((field) => !(numberOf(form[field]) >= ranges[field][0] && numberOf(form[field]) <= ranges[field][1]))
    const found: Faults = Object.fromEntries(wrong.map((field) => [field, watchWords.wrong(ranges[field][0], ranges[field][1])]))
    if (reason.trim() === '') found.reason = watchWords.reasonMissing
    setOwn(found)
    if (Object.keys(found).length > 0) return
    try {
      const values = Object.fromEntries(fields.map((field) => [field, numberOf(form[field])])) as { [field in Field]: number }
      await save.mutateAsync({ ...values, reason: reason.trim() })
      setReason('')
      notify({ title: watchWords.saved })
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Card title={watchWords.budget} subtitle={watchWords.budgetHint}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <div className="grid items-start gap-4 narrow:grid-cols-2 wide:grid-cols-3">
          {fields.map((field) => (
            <TextField
              key={field}
              {...labels[field]()}
              inputMode="decimal"
              value={form[field]}
              disabled={!mayWrite}
              error={faults[field]}
              onChange={(text) => setForm((before) => ({ ...before, [field]: text }))}
              required
            />
          ))}
        </div>
        {mayWrite ? (
          <>
            <TextArea
              label={watchWords.reason}
              rows={2}
              maxLength={1000}
              value={reason}
              error={faults.reason}
              onChange={setReason}
              required
            />
            <FormFault text={faultOfForm(save.error, [...fields, 'reason'])} />
            <span>
              <Button type="submit" variant="primary" busy={save.isPending}>
                {watchWords.save}
              </Button>
            </span>
          </>
        ) : null}
      </form>
    </Card>
  )
}
