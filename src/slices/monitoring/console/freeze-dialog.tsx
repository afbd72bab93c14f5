import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { addWatch, freezeBaseline } from '../contract.ts'
import { watchWords } from './words.ts'

type Named = { id: string; name: string }
type Form = {
  team: string
  aiAgent: string
  chosen: readonly string[]
  others: string
  from: string
  to: string
  reason: string
  watch: 'no' | 'up' | 'down'
}

const usual = ['errors', 'exceptions', 'decisions', 'run_time', 'run_cost', 'handle_time', 'cost']
const dayMs = 86_400_000
const weeks = 28
const dayBefore = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10)
const wholeTeam = '*'

type FreezeDialogProps = { teams: Named[]; aiAgents: Named[]; onClose: () => void }

/** Freezes what is usual for a place, and begins to watch it for drift where that is wished. */
export function FreezeDialog({ teams, aiAgents, onClose }: FreezeDialogProps) {
  const [form, setForm] = useState<Form>({
    team: teams[0]?.id ?? '',
    aiAgent: aiAgents[0]?.id ?? wholeTeam,
    chosen: ['errors', 'exceptions', 'decisions'],
    others: '',
    from: dayBefore(weeks),
    to: dayBefore(1),
    reason: '',
    watch: 'no',
  })
  const [own, setOwn] = useState('')
  const freeze = useAct(freezeBaseline)
  const watch = useAct(addWatch)
  const faults = faultsByField(freeze.error ?? watch.error)
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }))
  const place = { team: form.team, ...(form.aiAgent === wholeTeam ? {} : { aiAgent: form.aiAgent }) }
  const measures = [...form.chosen, ...form.others.split(/[\s,]+/).filter(Boolean)]

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (form.reason.trim() === '') return setOwn(watchWords.reasonMissing)
    try {
      await freeze.mutateAsync({ ...place, measures, from: form.from, to: form.to, reason: form.reason.trim() })
      if (form.watch !== 'no') for (const measure of measures) await watch.mutateAsync({ ...place, measure, direction: form.watch })
      notify({ title: watchWords.frozen })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={watchWords.freeze} description={watchWords.freezeText}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Places form={form} set={set} teams={teams} aiAgents={aiAgents} />
        <What form={form} set={set} faults={faults} />
        <TextArea
          label={watchWords.reason}
          rows={2}
          maxLength={1000}
          value={form.reason}
          error={faults.reason ?? own}
          onChange={(reason) => {
            set({ reason })
            setOwn('')
          }}
          required
        />
        <FormFault text={faultOfForm(freeze.error ?? watch.error, ['measures', 'from', 'to', 'reason'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{watchWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={freeze.isPending || watch.isPending}>
            {watchWords.freeze}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

type WhatProps = { form: Form; set: (change: Partial<Form>) => void; faults: { [field: string]: string | undefined } }

function What({ form, set, faults }: WhatProps) {
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">{watchWords.measures}</legend>
        <div className="grid gap-1 narrow:grid-cols-2">
          {usual.map((id) => (
            <Checkbox
              key={id}
              label={watchWords.measureNames(id)}
              checked={form.chosen.includes(id)}
              onChange={(isOn) => set({ chosen: isOn ? [...form.chosen, id] : form.chosen.filter((one) => one !== id) })}
            />
          ))}
        </div>
        <p className="text-meta text-ink-2">{watchWords.measuresHint}</p>
      </fieldset>
      <TextField
        label={watchWords.others}
        hint={watchWords.othersHint}
        value={form.others}
        onChange={(others) => set({ others })}
        error={faults.measures}
        optional
      />
      <div className="grid items-start gap-4 narrow:grid-cols-2">
        <TextField label={watchWords.from} type="date" value={form.from} onChange={(from) => set({ from })} error={faults.from} required />
        <TextField label={watchWords.to} type="date" value={form.to} onChange={(to) => set({ to })} error={faults.to} required />
      </div>
      <Select
        label={watchWords.watchToo}
        options={[
          { value: 'no', label: watchWords.watchNot },
          { value: 'up', label: watchWords.watchUp },
          { value: 'down', label: watchWords.watchDown },
        ]}
        value={form.watch}
        onChange={(next) => set({ watch: next })}
      />
    </>
  )
}

type PlacesProps = { form: Form; set: (change: Partial<Form>) => void; teams: Named[]; aiAgents: Named[] }

function Places({ form, set, teams, aiAgents }: PlacesProps) {
  return (
    <div className="grid items-start gap-4 narrow:grid-cols-2">
      <Select
        label={watchWords.team}
        options={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.team}
        onChange={(team) => set({ team })}
      />
      <Select
        label={watchWords.aiAgent}
        options={[{ value: wholeTeam, label: watchWords.wholeTeam }, ...aiAgents.map(({ id, name }) => ({ value: id, label: name }))]}
        value={form.aiAgent}
        onChange={(aiAgent) => set({ aiAgent })}
      />
    </div>
  )
}
