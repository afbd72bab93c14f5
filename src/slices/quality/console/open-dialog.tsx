import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { openInvestigation } from '../contract.ts'
import { investigationWords } from './words.ts'

export type Asking = { team: string; measure?: string; question: string; from: string; to: string }

type OpenDialogProps = {
  first: Asking
  teams: { id: string; name: string }[]
  measures: { id: string; name: string }[]
  onClose: () => void
  onOpened: (id: string) => void
}

/** No id begins with a sign. */
const NONE = '*'

/** Asks why a team differs. */
export function OpenDialog({ first, teams, measures, onClose, onOpened }: OpenDialogProps) {
  const [asking, setAsking] = useState(first)
  const [isChecked, setIsChecked] = useState(false)
  const open = useAct(openInvestigation)
  const faults = faultsByField(open.error)
  const set = (changed: Partial<Asking>) => setAsking({ ...asking, ...changed })
  const isWhole = asking.question.trim() !== '' && asking.from !== '' && asking.to !== ''

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (!isWhole) return
    const { measure, ...rest } = asking
    await open
      .mutateAsync({ ...rest, ...(measure === undefined ? {} : { measure }) }, { onSuccess: ({ id }) => onOpened(id) })
      .catch(() => {})
  }

  const missing = (text: string, said: string) => (isChecked && text.trim() === '' ? said : undefined)
  return (
    <Dialog open onClose={onClose} title={investigationWords.open} description={investigationWords.openText}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Select
          label={investigationWords.team}
          options={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={asking.team}
          onChange={(team) => set({ team })}
        />
        <Select
          label={investigationWords.measure}
          options={[{ value: NONE, label: investigationWords.noMeasure }, ...measures.map(({ id, name }) => ({ value: id, label: name }))]}
          value={asking.measure ?? NONE}
          onChange={(measure) => set({ measure: measure === NONE ? undefined : measure })}
        />
        <TextArea
          label={investigationWords.asked}
          value={asking.question}
          onChange={(question) => set({ question })}
          error={missing(asking.question, investigationWords.questionMissing) ?? faults.question}
        />
        <div className="grid items-start gap-4 narrow:grid-cols-2">
          <TextField
            label={investigationWords.from}
            type="date"
            value={asking.from}
            onChange={(from) => set({ from })}
            error={missing(asking.from, investigationWords.dayMissing) ?? faults.from}
          />
          <TextField
            label={investigationWords.to}
            type="date"
            value={asking.to}
            onChange={(to) => set({ to })}
            error={missing(asking.to, investigationWords.dayMissing) ?? faults.to}
          />
        </div>
        <FormFault text={faultOfForm(open.error, ['question', 'from', 'to'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{investigationWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={open.isPending}>
            {investigationWords.open}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
