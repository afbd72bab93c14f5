import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button, IconButton } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Combobox } from '#console/ui/combobox.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { removeProcedure, setProcedure, stepRoles } from '../contract.ts'
import type { Procedure } from './procedures.tsx'
import { escalationWords } from './words.ts'

type Role = (typeof stepRoles)[number]
type StepForm = { key: number; role: Role; holderId: string | null; channelIds: string[]; minutes: string }

export type ProcedureChoices = {
  people: { id: string; name: string }[]
  channels: { id: string; name: string }[]
  mayReadPeople: boolean
}

type ProcedureDialogProps = { procedure: Procedure; teamName: string; choices: ProcedureChoices; onClose: () => void }

const formOf = (procedure: Procedure): StepForm[] =>
  procedure.steps.map((step, key) => ({
    key,
    role: step.role,
    holderId: step.holder?.id ?? null,
    channelIds: step.channels.map((channel) => channel.id),
    minutes: String(step.respondMinutes),
  }))

const STEPS_MAX = 6

const stepAfter = (steps: StepForm[]): StepForm => ({
  key: Math.max(-1, ...steps.map((step) => step.key)) + 1,
  role: 'backup',
  holderId: null,
  channelIds: [],
  minutes: '15',
})

const hasHolder = (role: Role) => role === 'first_responder' || role === 'backup'
const isMinutes = (text: string) => /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 10_080
const faultOf = (step: StepForm) => ({
  holder: hasHolder(step.role) && !step.holderId ? escalationWords.holderMissing : undefined,
  minutes: isMinutes(step.minutes) ? undefined : escalationWords.respondWrong,
})

/** Who is told, by which channels, and how long each has. */
export function ProcedureDialog({ procedure, teamName, choices, onClose }: ProcedureDialogProps) {
  const { teamId, severity, etag, isSet } = procedure
  const [clock, setClock] = useState(procedure.clock)
  const [steps, setSteps] = useState(() => formOf(procedure))
  const [wasSent, setWasSent] = useState(false)
  const [isResetting, setIsResetting] = useState(false)
  const save = useAct(setProcedure, { ifMatch: etag })
  const serverFaults = faultsByField(save.error)
  const change = (key: number, part: Partial<StepForm>) => setSteps(steps.map((step) => (step.key === key ? { ...step, ...part } : step)))

  async function submit(event: FormEvent) {
    event.preventDefault()
    setWasSent(true)
    if (steps.some((step) => Object.values(faultOf(step)).some(Boolean))) return
    const told = steps.map(({ role, holderId, channelIds, minutes }) => ({
      role,
      holderId: hasHolder(role) ? holderId : null,
      channelIds,
      respondMinutes: Number(minutes),
    }))
    try {
      await save.mutateAsync({ team: teamId, severity, clock, steps: told })
      notify({ title: escalationWords.saved })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={escalationWords.dialogTitle(escalationWords.severities(severity), teamName)}
      description={escalationWords.dialogText}
    >
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Select
          label={escalationWords.clock}
          options={(['always', 'business_hours'] as const).map((value) => ({ value, label: escalationWords.clocks(value) }))}
          value={clock}
          onChange={setClock}
        />
        {steps.map((step, index) => (
          <StepFields
            key={step.key}
            step={step}
            place={index + 1}
            fault={wasSent ? faultOf(step) : { holder: serverFaults[`steps.${index}.holderId`], minutes: undefined }}
            choices={choices}
            onChange={(part) => change(step.key, part)}
            onRemove={steps.length > 1 ? () => setSteps(steps.filter((one) => one.key !== step.key)) : undefined}
          />
        ))}
        {steps.length < STEPS_MAX ? (
          <span>
            <Button size="small" icon={Plus} onClick={() => setSteps([...steps, stepAfter(steps)])}>
              {escalationWords.addStep}
            </Button>
          </span>
        ) : null}
        <FormFault text={save.error?.message ?? ''} />
        <span className="flex flex-wrap justify-end gap-2">
          {isSet ? (
            <Button variant="quiet" onClick={() => setIsResetting(true)}>
              {escalationWords.reset}
            </Button>
          ) : null}
          <Button onClick={onClose}>{escalationWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {escalationWords.save}
          </Button>
        </span>
      </form>
      {isResetting ? <Reset procedure={procedure} onClose={() => setIsResetting(false)} onDone={onClose} /> : null}
    </Dialog>
  )
}

function Reset({ procedure, onClose, onDone }: { procedure: Procedure; onClose: () => void; onDone: () => void }) {
  const remove = useAct(removeProcedure, { ifMatch: procedure.etag })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={escalationWords.reset}
      description={<p>{escalationWords.resetText}</p>}
      confirmLabel={escalationWords.reset}
      needsReason={false}
      onConfirm={async () => {
        await remove.mutateAsync({ team: procedure.teamId, severity: procedure.severity })
        notify({ title: escalationWords.resetDone })
        onDone()
      }}
    />
  )
}

type StepFieldsProps = {
  step: StepForm
  place: number
  fault: { holder: string | undefined; minutes: string | undefined }
  choices: ProcedureChoices
  onChange: (part: Partial<StepForm>) => void
  onRemove?: () => void
}

function StepFields({ step, place, fault, choices, onChange, onRemove }: StepFieldsProps) {
  const { people, channels, mayReadPeople } = choices
  return (
    <fieldset className="grid gap-3 rounded-m border border-line p-3">
      <legend className="sr-only">{escalationWords.step(place)}</legend>
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">{escalationWords.step(place)}</span>
        {onRemove ? <IconButton label={escalationWords.removeStep(place)} icon={X} onClick={onRemove} /> : null}
      </div>
      <div className="grid items-start gap-3 narrow:grid-cols-2">
        <Select
          label={escalationWords.role}
          options={stepRoles.map((value) => ({ value, label: escalationWords.roles(value) }))}
          value={step.role}
          onChange={(role) => onChange({ role })}
        />
        <TextField
          label={escalationWords.respond}
          inputMode="numeric"
          value={step.minutes}
          error={fault.minutes}
          onChange={(minutes) => onChange({ minutes })}
        />
      </div>
      {hasHolder(step.role) ? (
        <Combobox
          label={escalationWords.holder}
          hint={mayReadPeople ? undefined : escalationWords.mayNotSeePeople}
          options={people.map((person) => ({ value: person.id, label: person.name }))}
          value={step.holderId}
          error={fault.holder}
          onChange={(holderId) => onChange({ holderId })}
        />
      ) : null}
      {channels.length > 0 ? (
        <fieldset className="grid gap-1">
          <legend className="text-body font-medium">{escalationWords.channels}</legend>
          <p className="text-meta text-ink-2">{escalationWords.channelsHint}</p>
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              label={channel.name}
              checked={step.channelIds.includes(channel.id)}
              onChange={(isOn) =>
                onChange({ channelIds: isOn ? [...step.channelIds, channel.id] : step.channelIds.filter((id) => id !== channel.id) })
              }
            />
          ))}
        </fieldset>
      ) : null}
    </fieldset>
  )
}
