import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import { changeRules } from '../contract.ts'
import type { Adoption } from './shapes.ts'
import { rulesWords } from './words.ts'

type Rules = Omit<Adoption['rules'], 'version'>
type Name = keyof Rules
type Form = { [name in Name]: string } & { reason: string }
type Faults = { [field: string]: string | undefined }

type Field = { name: Name; min: number; max: number; isShare?: boolean }

/** Ranges as the contract has them; shares in percent. */
const fields: Field[] = [
  { name: 'ticketsMin', min: 1, max: 100 },
  { name: 'ticketDaysMin', min: 1, max: 7 },
  { name: 'actionsMin', min: 1, max: 100 },
  { name: 'actionDaysMin', min: 1, max: 7 },
  { name: 'activeShareMin', min: 5, max: 100, isShare: true },
  { name: 'weeksMin', min: 1, max: 4 },
  { name: 'assistedShareMin', min: 0, max: 100, isShare: true },
]

const written = (rules: Rules, { name, isShare }: Field) => String(isShare ? Number((rules[name] * 100).toFixed(2)) : rules[name])

const formOf = (rules: Rules): Form => ({
  ...(Object.fromEntries(fields.map((field) => [field.name, written(rules, field)])) as { [name in Name]: string }),
  reason: '',
})

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

function faultOf(text: string, { min, max, isShare = false }: Field): string | undefined {
  const value = numberOf(text)
  const isFine = value >= min && value <= max && (isShare || Number.isInteger(value))
  if (isFine) return undefined
  return isShare ? rulesWords.wrongShare(min) : rulesWords.wrong(min, max)
}

const faultsOf = (form: Form): Faults => ({
  ...Object.fromEntries(fields.map((field) => [field.name, faultOf(form[field.name], field)])),
  reason: form.reason.trim() === '' ? rulesWords.reasonMissing : undefined,
})

const valuesOf = (form: Form): Rules =>
  Object.fromEntries(fields.map(({ name, isShare }) => [name, isShare ? numberOf(form[name]) / 100 : numberOf(form[name])])) as Rules

/** Makes a new version of what counts as active use. */
export function RulesDialog({ rules, onClose }: { rules: Rules; onClose: () => void }) {
  const [form, setForm] = useState(() => formOf(rules))
  const [own, setOwn] = useState<Faults>({})
  const act = useAct(changeRules)
  const faults = { ...faultsByField(act.error), ...own }
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }))

  function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultsOf(form)
    setOwn(found)
    if (Object.values(found).some(Boolean)) return
    act.mutate(
      { ...valuesOf(form), reason: form.reason.trim() },
      {
        onSuccess: ({ version }) => {
          notify({ title: rulesWords.saved(version) })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog open onClose={onClose} title={rulesWords.title} description={rulesWords.text}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <div className="grid items-start gap-4 narrow:grid-cols-2">
          {fields.map(({ name, isShare }) => (
            <TextField
              key={name}
              label={rulesWords[name]}
              inputMode={isShare ? 'decimal' : 'numeric'}
              value={form[name]}
              onChange={(text) => set({ [name]: text })}
              error={faults[name]}
              required
            />
          ))}
        </div>
        <TextArea
          label={rulesWords.reason}
          hint={rulesWords.reasonHint}
          rows={2}
          maxLength={1000}
          value={form.reason}
          onChange={(reason) => set({ reason })}
          error={faults.reason}
          required
        />
        <FormFault text={faultOfForm(act.error, [...fields.map(({ name }) => name), 'reason'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{rulesWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {rulesWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
