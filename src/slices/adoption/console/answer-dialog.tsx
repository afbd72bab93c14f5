import { type FormEvent, type ReactNode, useState } from 'react'
import { faultOfForm } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Choice } from '#console/ui/choice.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { notify } from '#console/ui/toast.tsx'
import { answerRevisit, answers, reasons } from '../contract.ts'
import type { PlaceNames } from './revisit-list.tsx'
import { revisitWords } from './revisit-words.ts'
import type { Answer, Reason, Revisit } from './shapes.ts'

export type Fact = Revisit['facts'][number]

type Option<V extends string> = { value: V | ''; label: string }

type AnswerDialogProps = {
  revisit: Revisit
  names: PlaceNames
  /** The name of a measure, and one of its figures as it is shown everywhere. */
  nameOf: (measure: string) => string
  figureOf: (figure: Fact['lately']) => ReactNode
  onClose: () => void
}

const isCounted = ({ atFirst, lately }: Fact) => atFirst.status !== 'none' || lately.status !== 'none'

/** The facts, then one question: answered in under a minute. */
export function AnswerDialog({ revisit, names, nameOf, figureOf, onClose }: AnswerDialogProps) {
  const { team, aiAgent, dueOn, liveOn, facts, etag } = revisit
  const [answer, setAnswer] = useState<Answer | ''>('')
  const [reason, setReason] = useState<Reason | ''>('')
  const [said, setSaid] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const act = useAct(answerRevisit, { ifMatch: etag })
  const missing = answer === '' || reason === ''

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (answer === '' || reason === '') return
    const words = said.trim() === '' ? {} : { said: said.trim() }
    act.mutate(
      { team, aiAgent, dueOn, answer, reason, ...words },
      {
        onSuccess: () => {
          notify({ title: revisitWords.sent })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      open
      onClose={onClose}
      width="broad"
      title={revisitWords.dialogTitle(names.aiAgent(aiAgent), names.team(team))}
      description={revisitWords.dialogText(liveOn)}
    >
      <Facts facts={facts.filter(isCounted)} nameOf={nameOf} figureOf={figureOf} />
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <div className="flex flex-wrap items-end gap-4">
          <span className="grid gap-1">
            <span aria-hidden="true" className="font-medium">
              {revisitWords.whatNow}
            </span>
            <SegmentedControl
              label={revisitWords.whatNow}
              options={answers.map((value): Option<Answer> => ({ value, label: revisitWords.answers(value) }))}
              value={answer}
              onChange={setAnswer}
            />
          </span>
          <span className="min-w-56 flex-1">
            <Choice
              label={revisitWords.reason}
              options={[
                { value: '', label: revisitWords.chooseReason },
                ...reasons.map((value): Option<Reason> => ({ value, label: revisitWords.reasons(value) })),
              ]}
              value={reason}
              onChange={setReason}
            />
          </span>
        </div>
        <TextArea
          label={revisitWords.words}
          hint={revisitWords.wordsHint}
          optional
          rows={2}
          maxLength={2000}
          value={said}
          onChange={setSaid}
        />
        <FormFault text={isChecked && missing ? revisitWords.choiceMissing : faultOfForm(act.error, [])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{revisitWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {revisitWords.send}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

type FactsProps = Pick<AnswerDialogProps, 'nameOf' | 'figureOf'> & { facts: Fact[] }

function Facts({ facts, nameOf, figureOf }: FactsProps) {
  if (facts.length === 0) return <p className="text-ink-2">{revisitWords.noFacts}</p>
  const columns: Column<Fact>[] = [
    { id: 'figure', head: revisitWords.figure, cell: ({ measure }) => nameOf(measure) },
    { id: 'first', head: revisitWords.atFirst, cell: ({ atFirst }) => figureOf(atFirst), isNumber: true },
    { id: 'lately', head: revisitWords.lately, cell: ({ lately }) => figureOf(lately), isNumber: true },
  ]
  return (
    <div className="overflow-hidden rounded-m border border-line">
      <Table caption={revisitWords.facts} isCaptionHidden columns={columns} rows={facts} rowKey={({ measure }) => measure} />
    </div>
  )
}
