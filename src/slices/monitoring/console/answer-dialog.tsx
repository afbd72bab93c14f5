import { type FormEvent, useState } from 'react'
import { faultOfForm } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { acknowledgeAlarm, explainAlarm, fixAlarm } from '../contract.ts'
import type { AlarmDetail } from './look.ts'
import { alarmWords } from './words.ts'

export type Answer = 'acknowledge' | 'explain' | 'fix'
type Cause = NonNullable<AlarmDetail['cause']>

const causes: Cause[] = [
  'not_known',
  'model_changed',
  'rule_changed',
  'knowledge_wrong',
  'knowledge_missing',
  'tool_failed',
  'stopped_by_people',
  'demand_changed',
  'definition_changed',
  'data_missing',
  'false_alarm',
]

const titles = { acknowledge: () => alarmWords.acknowledge, explain: () => alarmWords.explain, fix: () => alarmWords.fix }
const texts = { acknowledge: () => alarmWords.acknowledgeText, explain: () => alarmWords.explainText, fix: () => alarmWords.fixText }
const done = { acknowledge: () => alarmWords.acknowledged, explain: () => alarmWords.explained, fix: () => alarmWords.fixed }

/** The three answers to an alarm as one function. */
function useAnswer(alarm: string) {
  const acknowledge = useAct(acknowledgeAlarm, { also: ['escalation'] })
  const explain = useAct(explainAlarm, { also: ['escalation'] })
  const fix = useAct(fixAlarm, { also: ['escalation'] })
  const give = (answer: Answer, said: { cause: Cause; note: string; isNewLevel: boolean }) => {
    const { cause, note, isNewLevel } = said
    if (answer === 'acknowledge') return acknowledge.mutateAsync({ alarm, cause, ...(note === '' ? {} : { note }) })
    if (answer === 'fix') return fix.mutateAsync({ alarm, cause, note })
    return explain.mutateAsync({ alarm, cause, note, isNewLevel })
  }
  return {
    give,
    error: acknowledge.error ?? explain.error ?? fix.error,
    isPending: [acknowledge, explain, fix].some((act) => act.isPending),
  }
}

type AnswerDialogProps = { alarm: AlarmDetail; answer: Answer; onClose: () => void }

/** Says that one looks after an alarm, what was behind it, or what was mended. */
export function AnswerDialog({ alarm, answer, onClose }: AnswerDialogProps) {
  const act = useAnswer(alarm.id)
  const [cause, setCause] = useState<Cause>(alarm.cause ?? 'not_known')
  const [note, setNote] = useState(alarm.note ?? '')
  const [isNewLevel, setIsNewLevel] = useState(false)
  const [fault, setFault] = useState('')
  const needsNote = answer !== 'acknowledge'

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (needsNote && note.trim() === '') return setFault(alarmWords.noteMissing)
    try {
      await act.give(answer, { cause, note: note.trim(), isNewLevel })
      notify({ title: done[answer]() })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={titles[answer]()} description={texts[answer]()}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Select
          label={alarmWords.cause}
          options={causes.map((value) => ({ value, label: alarmWords.causes(value) }))}
          value={cause}
          onChange={setCause}
        />
        <TextArea
          label={alarmWords.note}
          hint={alarmWords.noteHint}
          maxLength={1000}
          value={note}
          error={fault}
          required={needsNote}
          optional={!needsNote}
          onChange={(next) => {
            setNote(next)
            setFault('')
          }}
        />
        {answer === 'explain' && alarm.newLevel.isPossible ? (
          <Checkbox label={alarmWords.isNewLevel} hint={alarm.newLevel.because} checked={isNewLevel} onChange={setIsNewLevel} />
        ) : null}
        <FormFault text={faultOfForm(act.error, [])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{alarmWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {titles[answer]()}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
