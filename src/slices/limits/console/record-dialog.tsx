import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { recordExtraWork, takeBackExtraWork } from '../contract.ts'
import { limitWords } from './words.ts'

const kinds = ['babysitting', 'handled_outside', 'out_of_scope'] as const
type Kind = (typeof kinds)[number]

type Place = { team: string; aiAgent: string | null }
/** No id begins with a sign. */
const NONE = '*'

type RecordDialogProps = {
  teams: { id: string; name: string }[]
  places: Place[]
  nameOf: (aiAgent: string) => string
  onClose: () => void
}

/** Records work that figures do not show, in a few seconds. It can be taken back at once. */
export function RecordDialog({ teams, places, nameOf, onClose }: RecordDialogProps) {
  const [kind, setKind] = useState<Kind>('babysitting')
  const [team, setTeam] = useState(teams[0]?.id ?? '')
  const [aiAgent, setAiAgent] = useState(NONE)
  const [amount, setAmount] = useState('')
  const [on, setOn] = useState('')
  const [own, setOwn] = useState('')
  const record = useAct(recordExtraWork)
  const takeBack = useAct(takeBackExtraWork)
  const field = kind === 'babysitting' ? 'minutes' : 'cases'
  const most = kind === 'babysitting' ? 1440 : 10_000
  const faults = faultsByField(record.error)
  const aiAgents = [...new Set(places.flatMap((place) => (place.team === team && place.aiAgent ? [place.aiAgent] : [])))]

  async function submit(event: FormEvent) {
    event.preventDefault()
    const value = Number(amount)
    const isRight = amount.trim() !== '' && Number.isInteger(value) && value >= 1 && value <= most
    setOwn(isRight ? '' : limitWords.wrongWhole(1, most))
    if (!isRight) return
    try {
      const { id } = await record.mutateAsync({
        team,
        kind,
        [field]: value,
        ...(aiAgent === NONE ? {} : { aiAgent }),
        ...(on === '' ? {} : { on }),
      })
      const back = () => takeBack.mutate({ work: id }, { onSuccess: () => notify({ title: limitWords.takenBack }) })
      notify({ title: limitWords.recorded, onUndo: back })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={limitWords.record} description={limitWords.recordText}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Select
          label={limitWords.kind}
          hint={limitWords.kindHints(kind)}
          options={kinds.map((value) => ({ value, label: limitWords.kindNames(value) }))}
          value={kind}
          onChange={setKind}
        />
        <div className="grid items-start gap-4 narrow:grid-cols-2">
          <TextField
            label={limitWords[field]}
            inputMode="numeric"
            value={amount}
            onChange={setAmount}
            error={own || faults[field]}
            required
          />
          <TextField label={limitWords.on} hint={limitWords.onHint} type="date" value={on} onChange={setOn} error={faults.on} optional />
        </div>
        <Select
          label={limitWords.team}
          options={teams.map((one) => ({ value: one.id, label: one.name }))}
          value={team}
          onChange={setTeam}
        />
        <Select
          label={limitWords.aiAgent}
          options={[{ value: NONE, label: limitWords.noAiAgent }, ...aiAgents.map((id) => ({ value: id, label: nameOf(id) }))]}
          value={aiAgents.includes(aiAgent) ? aiAgent : NONE}
          onChange={setAiAgent}
        />
        <FormFault text={faultOfForm(record.error, ['minutes', 'cases', 'on'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{limitWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={record.isPending}>
            {limitWords.recordLabel}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
