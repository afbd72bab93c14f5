import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { notify } from '#console/ui/toast.tsx'
import { tune } from '../contract.ts'
import { draftOf, type FormFaults, faultsFrom, faultsOf, requestOf, type TuneDraft } from './tune-form.ts'
import { TuneRules } from './tune-rules.tsx'
import { tuningWords } from './tuning-words.ts'
import type { Parameter, Standard, Tuning } from './types.ts'
import { policyWords } from './words.ts'

type TuneDialogProps = {
  standard: Standard
  /** The tuning to change, null for a team that has none in sight. */
  tuning: Tuning | null
  /** All tunings in sight: choosing a team that has one changes that one. */
  known: Tuning[]
  teams: { id: string; name: string }[]
  nameOf: (team: string) => string
  onClose: () => void
}

/** One team's own values and extra rules. Every bound is shown, and a refusal stands where it belongs. */
export function TuneDialog({ standard, tuning, known, teams, nameOf, onClose }: TuneDialogProps) {
  const client = useQueryClient()
  const only = teams.length === 1 ? (teams[0]?.id ?? null) : null
  const [draft, setDraft] = useState(() => draftOf(tuning ?? known.find((one) => one.team === only) ?? null, tuning?.team ?? only))
  const [faults, setFaults] = useState<FormFaults>({})
  const [failure, setFailure] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const { parameters } = standard.criteria
  const current = known.find((one) => one.team === draft.team)

  function change(part: Partial<TuneDraft>) {
    setDraft((before) => ({ ...before, ...part }))
    setFaults({})
    setFailure('')
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    const found = faultsOf(draft, parameters)
    setFaults(found)
    if (Object.keys(found).length > 0 || isBusy) return
    setIsBusy(true)
    try {
      await call(tune, requestOf(draft, standard.id), { ifMatch: current?.etag })
      await client.invalidateQueries({ queryKey: ['policy'] })
      notify({ title: tuningWords.saved(nameOf(draft.team ?? '')) })
      onClose()
    } catch (error) {
      setFaults(faultsFrom(error))
      setFailure(error instanceof Error ? error.message : String(error))
      setIsBusy(false)
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={tuningWords.title(standard.title, tuning && nameOf(tuning.team))}
      description={tuningWords.text}
      width="broad"
    >
      <form onSubmit={save} className="grid gap-4" noValidate>
        {tuning ? null : (
          <Select
            label={tuningWords.team}
            options={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={draft.team}
            error={faults.team}
            onChange={(team) => change(draftOf(known.find((one) => one.team === team) ?? null, team))}
          />
        )}
        <ValueFields parameters={parameters} values={draft.values} faults={faults} onChange={(values) => change({ values })} />
        <TuneRules rules={draft.rules} faults={faults} onChange={(rules) => change({ rules })} />
        <TextArea
          label={policyWords.why}
          required
          maxLength={500}
          value={draft.reason}
          error={faults.reason}
          onChange={(reason) => change({ reason })}
        />
        <div role="alert">{failure ? <StatusMark status="act" text={failure} /> : null}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="submit" variant="primary" busy={isBusy}>
            {tuningWords.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type ValueFieldsProps = {
  parameters: Parameter[]
  values: TuneDraft['values']
  faults: FormFaults
  onChange: (values: TuneDraft['values']) => void
}

function ValueFields({ parameters, values, faults, onChange }: ValueFieldsProps) {
  return (
    <div className="grid items-start gap-4 wide:grid-cols-2">
      {parameters.map((parameter) => (
        <ValueField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          error={faults[`values.${parameter.name}`]}
          onChange={(value) => onChange({ ...values, [parameter.name]: value })}
        />
      ))}
    </div>
  )
}

type ValueFieldProps = { parameter: Parameter; value: string; error?: string; onChange: (value: string) => void }

function ValueField({ parameter, value, error, onChange }: ValueFieldProps) {
  const words = (amount: number) => policyWords.valueWithUnit(amount, parameter.unit)
  const range = tuningWords.between(words(parameter.min), words(parameter.max))
  const way = parameter.looser === 'higher' ? tuningWords.looserHigher : tuningWords.looserLower
  return (
    <TextField
      label={parameter.about ?? parameter.name.replaceAll('_', ' ')}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      error={error}
      hint={`${tuningWords.hint(range, words(parameter.default))} ${way}`}
      onChange={onChange}
    />
  )
}
