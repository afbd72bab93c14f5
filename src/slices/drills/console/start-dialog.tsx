import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { startDrill } from '../contract.ts'
import type { Scenario } from './look.ts'
import { drillWords } from './words.ts'

type Severity = 'critical' | 'high' | 'normal'
const severities: Severity[] = ['critical', 'high', 'normal']
type Form = { hypothesis: string; aiAgent: string | null; severity: Severity; items: string; minutes: string; force: string }

type StartDialogProps = {
  scenario: Scenario
  team: { id: string; name: string }
  aiAgents: { id: string; name: string }[]
  /** Outside of business hours a reason is needed. */
  isOpenNow: boolean
  onClose: () => void
  onStarted: (drill: string) => void
}

const isWhole = (text: string, [low, high]: [number, number]) => /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high

function faultsOf(form: Form, { scenario, isOpenNow }: StartDialogProps) {
  return {
    hypothesis: form.hypothesis.trim() === '' ? drillWords.hypothesisMissing : undefined,
    aiAgent: scenario.needsAiAgent && !form.aiAgent ? drillWords.aiAgentMissing : undefined,
    items: scenario.items > 0 && !isWhole(form.items, [1, 200]) ? drillWords.wrongWhole(1, 200) : undefined,
    minutesMax: isWhole(form.minutes, [5, 240]) ? undefined : drillWords.wrongWhole(5, 240),
    force: !isOpenNow && form.force.trim() === '' ? drillWords.forceMissing : undefined,
  }
}

/** Says what should happen, then starts the drill. */
export function StartDialog(props: StartDialogProps) {
  const { scenario, team, isOpenNow, onClose, onStarted } = props
  const [form, setForm] = useState<Form>({
    hypothesis: scenario.hypothesis,
    aiAgent: props.aiAgents[0]?.id ?? null,
    severity: 'high',
    items: String(scenario.items),
    minutes: String(scenario.minutesMax),
    force: '',
  })
  const [wasSent, setWasSent] = useState(false)
  const start = useAct(startDrill, { also: ['escalation', 'exceptions'] })
  const own = faultsOf(form, props)
  const faults = { ...faultsByField(start.error), ...(wasSent ? own : {}) }
  const set = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))

  async function submit(event: FormEvent) {
    event.preventDefault()
    setWasSent(true)
    if (Object.values(own).some(Boolean)) return
    try {
      const { id } = await start.mutateAsync({
        scenario: scenario.id,
        team: team.id,
        severity: form.severity,
        hypothesis: form.hypothesis.trim(),
        minutesMax: Number(form.minutes),
        ...(scenario.needsAiAgent && form.aiAgent ? { aiAgent: form.aiAgent } : {}),
        ...(scenario.items > 0 ? { items: Number(form.items) } : {}),
        ...(isOpenNow ? {} : { force: form.force.trim() }),
      })
      notify({ status: 'info', title: drillWords.started })
      onStarted(id)
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={drillWords.startTitle(scenario.title, team.name)} description={drillWords.startText}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <TextArea
          label={drillWords.hypothesis}
          hint={drillWords.hypothesisHint}
          maxLength={500}
          value={form.hypothesis}
          error={faults.hypothesis}
          onChange={(hypothesis) => set({ hypothesis })}
        />
        <Fields {...props} form={form} faults={faults} set={set} />
        <FormFault text={faultOfForm(start.error, ['hypothesis', 'aiAgent', 'items', 'minutesMax', 'force'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{drillWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={start.isPending}>
            {drillWords.start}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

type FieldsProps = StartDialogProps & {
  form: Form
  faults: { [field: string]: string | undefined }
  set: (part: Partial<Form>) => void
}

function Fields({ scenario, aiAgents, isOpenNow, form, faults, set }: FieldsProps) {
  return (
    <>
      {scenario.needsAiAgent ? (
        <Select
          label={drillWords.aiAgent}
          options={aiAgents.map((one) => ({ value: one.id, label: one.name }))}
          value={form.aiAgent}
          error={faults.aiAgent}
          onChange={(aiAgent) => set({ aiAgent })}
        />
      ) : null}
      <div className="grid items-start gap-4 narrow:grid-cols-2">
        <Select
          label={drillWords.severity}
          options={severities.map((value) => ({ value, label: drillWords.severities(value) }))}
          value={form.severity}
          onChange={(severity) => set({ severity })}
        />
        <TextField
          label={drillWords.minutesMax}
          inputMode="numeric"
          value={form.minutes}
          error={faults.minutesMax}
          onChange={(minutes) => set({ minutes })}
        />
        {scenario.items > 0 ? (
          <TextField
            label={drillWords.items}
            inputMode="numeric"
            value={form.items}
            error={faults.items}
            onChange={(items) => set({ items })}
          />
        ) : null}
      </div>
      {isOpenNow ? null : (
        <TextArea
          label={drillWords.force}
          hint={drillWords.forceHint}
          rows={2}
          maxLength={500}
          value={form.force}
          error={faults.force}
          onChange={(force) => set({ force })}
        />
      )}
    </>
  )
}
