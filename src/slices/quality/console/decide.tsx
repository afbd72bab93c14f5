import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { causeIds, chooseRemedy, closeInvestigation, recordFinding, remedyIds } from '../contract.ts'
import { type Investigation, said } from './steps.tsx'
import { investigationWords, qualityWords } from './words.ts'

type Props = { investigation: Investigation; mayWrite: boolean }

/** What it is. It can be put better until a remedy stands on it. */
export function FindStep({ investigation, mayWrite }: Props) {
  const { finding, cause, remedy } = investigation
  return (
    <Card title={investigationWords.findTitle}>
      {mayWrite && remedy === null ? (
        <FindForm investigation={investigation} />
      ) : (
        <FactList
          facts={[
            { name: investigationWords.finding, value: finding ?? '–' },
            { name: investigationWords.cause, value: cause === null ? '–' : investigationWords.causes(cause) },
          ]}
        />
      )}
    </Card>
  )
}

function FindForm({ investigation }: { investigation: Investigation }) {
  const [finding, setFinding] = useState(investigation.finding ?? '')
  const [cause, setCause] = useState(investigation.cause)
  const [isChecked, setIsChecked] = useState(false)
  const act = useAct(recordFinding, { ifMatch: investigation.etag })

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (finding.trim() !== '' && cause !== null) act.mutate({ investigation: investigation.id, finding, cause }, { onSuccess: said })
  }

  return (
    <form onSubmit={submit} className="grid gap-3" noValidate>
      <TextArea
        label={investigationWords.finding}
        value={finding}
        onChange={setFinding}
        error={isChecked && finding.trim() === '' ? investigationWords.needed : undefined}
      />
      <Select
        label={investigationWords.cause}
        options={causeIds.map((value) => ({ value, label: investigationWords.causes(value) }))}
        value={cause}
        onChange={setCause}
        error={isChecked && cause === null ? investigationWords.causeMissing : undefined}
      />
      <FormFault text={faultOfForm(act.error, [])} />
      <span className="flex justify-end">
        <Button type="submit" busy={act.isPending}>
          {investigationWords.saveFinding}
        </Button>
      </span>
    </form>
  )
}

/** What is done about it: only after reading, listening and finding. */
export function ChooseStep({ investigation, mayWrite }: Props) {
  const { remedy, plan, startsOn, missing } = investigation
  if (remedy !== null)
    return (
      <Card title={investigationWords.chooseTitle}>
        <FactList
          facts={[
            { name: investigationWords.remedy, value: investigationWords.remedies(remedy) },
            { name: investigationWords.plan, value: plan },
            { name: investigationWords.startsOn, value: startsOn === null ? '–' : qualityWords.weekOf(startsOn) },
          ]}
        />
      </Card>
    )
  return (
    <Card
      title={investigationWords.chooseTitle}
      subtitle={missing.length > 0 ? investigationWords.tooEarly : investigationWords.chooseText}
    >
      {mayWrite && missing.length === 0 ? (
        <ChooseForm investigation={investigation} />
      ) : (
        <p className="text-ink-2">{investigationWords.missing(missing)}</p>
      )}
    </Card>
  )
}

function ChooseForm({ investigation }: { investigation: Investigation }) {
  const [remedy, setRemedy] = useState<(typeof remedyIds)[number] | null>(null)
  const [plan, setPlan] = useState('')
  const [startsOn, setStartsOn] = useState(() => new Date().toISOString().slice(0, 10))
  const [isChecked, setIsChecked] = useState(false)
  const act = useAct(chooseRemedy, { ifMatch: investigation.etag })
  const faults = faultsByField(act.error)

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (remedy !== null && plan.trim() !== '' && startsOn !== '')
      act.mutate({ investigation: investigation.id, remedy, plan, startsOn }, { onSuccess: said })
  }

  return (
    <form onSubmit={submit} className="grid gap-3" noValidate>
      <Select
        label={investigationWords.remedy}
        options={remedyIds.map((value) => ({ value, label: investigationWords.remedies(value) }))}
        value={remedy}
        onChange={setRemedy}
        error={isChecked && remedy === null ? investigationWords.remedyMissing : undefined}
      />
      <TextArea
        label={investigationWords.plan}
        value={plan}
        onChange={setPlan}
        error={isChecked && plan.trim() === '' ? investigationWords.needed : undefined}
      />
      <TextField
        label={investigationWords.startsOn}
        type="date"
        value={startsOn}
        onChange={setStartsOn}
        error={isChecked && startsOn === '' ? investigationWords.dayMissing : faults.startsOn}
      />
      <FormFault text={faultOfForm(act.error, ['startsOn'])} />
      <span className="flex justify-end">
        <Button type="submit" variant="primary" busy={act.isPending}>
          {investigationWords.chooseLabel}
        </Button>
      </span>
    </form>
  )
}

/** What came of it. */
export function CloseStep({ investigation, mayWrite }: Props) {
  const [outcome, setOutcome] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const act = useAct(closeInvestigation, { ifMatch: investigation.etag })
  if (investigation.closedAt !== null)
    return (
      <Card title={investigationWords.closeTitle}>
        <p className="whitespace-pre-line">{investigation.outcome}</p>
      </Card>
    )
  if (!mayWrite || investigation.finding === null) return null

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    const onSuccess = () => notify({ title: investigationWords.closed })
    if (outcome.trim() !== '') act.mutate({ investigation: investigation.id, outcome }, { onSuccess })
  }

  return (
    <Card title={investigationWords.closeTitle}>
      <form onSubmit={submit} className="grid gap-3" noValidate>
        <TextArea
          label={investigationWords.outcome}
          value={outcome}
          onChange={setOutcome}
          error={isChecked && outcome.trim() === '' ? investigationWords.needed : undefined}
        />
        <FormFault text={faultOfForm(act.error, [])} />
        <span className="flex justify-end">
          <Button type="submit" busy={act.isPending}>
            {investigationWords.closeLabel}
          </Button>
        </span>
      </form>
    </Card>
  )
}
