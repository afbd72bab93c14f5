import type { ReactNode } from 'react'
import { Card } from '#console/ui/card.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import { type Faults, origins, parts, severities, type TriageForm, weightOf } from './triage-form.ts'
import { triageWords } from './triage-words.ts'

type TriageFieldsProps = { form: TriageForm; faults: Faults; mayWrite: boolean; onChange: (place: string, text: string) => void }

const levels = ['0', '1', '2', '3']

/** Every part of the triage standard. */
export function TriageFields(props: TriageFieldsProps) {
  const { form, faults, mayWrite, onChange } = props
  const field = (place: string) => ({
    value: form[place] ?? '',
    error: faults[place],
    disabled: !mayWrite,
    onChange: (text: string) => onChange(place, text),
  })
  const number = (place: string, label: string, hint?: string) => (
    <TextField key={place} label={label} hint={hint} inputMode="decimal" {...field(place)} />
  )
  const level = (place: string, label: string) => (
    <Select
      label={label}
      options={levels.map((value) => ({ value, label: triageWords.harmLevels(value) }))}
      disabled={!mayWrite}
      value={form[place] ?? null}
      onChange={(value) => onChange(place, value)}
    />
  )
  return (
    <>
      <Card title={triageWords.weights} subtitle={triageWords.weightsHint}>
        <Grid>{parts.map((part) => number(`weights.${weightOf[part]}`, triageWords.parts(part), triageWords.partHints(part)))}</Grid>
      </Card>
      <Card title={triageWords.harm}>
        <div className="grid gap-4">
          <Grid>{level('harm.otherwise', triageWords.harmOtherwise)}</Grid>
          <TextArea label={triageWords.byType} hint={triageWords.byTypeHint} isCode {...field('byType')} />
        </div>
      </Card>
      <Card title={triageWords.amount}>
        <div className="grid gap-4">
          <TextField label={triageWords.amountInputs} hint={triageWords.amountInputsHint} {...field('amountInputs')} />
          <Grid>{number('amount.full', triageWords.amountFull)}</Grid>
          <TextField label={triageWords.tierInputs} hint={triageWords.amountInputsHint} {...field('tierInputs')} />
          <TextArea label={triageWords.tierShares} hint={triageWords.tierSharesHint} isCode {...field('tierShares')} />
        </div>
      </Card>
      <Card title={triageWords.promises} subtitle={triageWords.promisesHint}>
        <Grid>
          {origins.map((origin) => number(`promiseMinutes.byOrigin.${origin}`, triageWords.origins(origin)))}
          {severities.map((severity) => number(`promiseMinutes.bySeverity.${severity}`, triageWords.severities(severity)))}
          {number('expireMinutes', triageWords.expire)}
          {number('approvalMinutes', triageWords.approval)}
        </Grid>
      </Card>
      <Card title={triageWords.highRisk} subtitle={triageWords.highRiskHint}>
        <Grid>
          {level('highRisk.harm', triageWords.highRiskHarm)}
          {number('highRisk.amount', triageWords.highRiskAmount)}
        </Grid>
      </Card>
    </>
  )
}

function Grid({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-4 narrow:grid-cols-2">{children}</div>
}
