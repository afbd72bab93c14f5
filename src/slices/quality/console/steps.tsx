import { type FormEvent, type ReactNode, useState } from 'react'
import { faultOfForm } from '#console/faults.ts'
import { day } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { type getInvestigation, recordRead, recordVoices } from '../contract.ts'
import { investigationWords } from './words.ts'

export type Investigation = OutputOf<typeof getInvestigation>
type Toread = Investigation['toRead'][number]

type StepProps = { investigation: Investigation; mayWrite: boolean }

export const said = () => notify({ title: investigationWords.saved })

/** The conversations that were picked, and what stood out in each. */
export function ReadStep({ investigation, mayWrite, link }: StepProps & { link: (id: string, text: string) => ReactNode }) {
  const { toRead } = investigation
  const done = toRead.filter(({ isRead }) => isRead).length
  return (
    <Card title={investigationWords.readTitle} subtitle={investigationWords.readText(done, toRead.length)}>
      <ol className="grid gap-3">
        {toRead.map((each) => (
          <li key={`${each.source}:${each.conversation}`} className="grid gap-2 border-line border-b pb-3 last:border-0 last:pb-0">
            <span className="flex flex-wrap items-baseline justify-between gap-2">
              {link(`${each.source}:${each.conversation}`, each.conversation)}
              {each.isRead ? <span className="text-meta text-ink-2">{investigationWords.isRead}</span> : null}
            </span>
            {each.note ? <p className="text-ink-2">{each.note}</p> : null}
            {mayWrite && !each.isRead ? <ReadForm investigation={investigation} each={each} /> : null}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function ReadForm({ investigation, each }: { investigation: Investigation; each: Toread }) {
  const [note, setNote] = useState('')
  const act = useAct(recordRead)
  const { source, conversation } = each
  const mark = () => act.mutate({ investigation: investigation.id, source, conversation, ...(note.trim() === '' ? {} : { note }) })
  return (
    <span className="flex flex-wrap items-end gap-2">
      <span className="min-w-48 flex-1">
        <TextField
          label={investigationWords.noteOf(conversation)}
          isLabelHidden
          placeholder={investigationWords.note}
          value={note}
          onChange={setNote}
        />
      </span>
      <Button size="small" busy={act.isPending} onClick={mark} aria-label={investigationWords.markReadOf(conversation)}>
        {investigationWords.markRead}
      </Button>
      <FormFault text={faultOfForm(act.error, [])} />
    </span>
  )
}

/** What people said, by how many and never by whom. */
export function ListenStep({ investigation, mayWrite }: StepProps) {
  const { heard } = investigation
  return (
    <Card title={investigationWords.listenTitle} subtitle={investigationWords.listenText}>
      <div className="grid gap-4">
        {heard.length === 0 ? <p className="text-ink-2">{investigationWords.nobodyHeard}</p> : null}
        <ul className="grid gap-3">
          {heard.map(({ people, said: words, at }) => (
            <li key={at} className="grid">
              <span className="text-meta text-ink-2">
                {investigationWords.saidBy(people)} · {day(new Date(at))}
              </span>
              <span className="whitespace-pre-line">{words}</span>
            </li>
          ))}
        </ul>
        {mayWrite ? <ListenForm investigation={investigation} /> : null}
      </div>
    </Card>
  )
}

function ListenForm({ investigation }: { investigation: Investigation }) {
  const [people, setPeople] = useState('')
  const [words, setWords] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const act = useAct(recordVoices)
  const isCount = /^[1-9]\d{0,3}$/.test(people.trim())

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (!isCount || words.trim() === '') return
    await act
      .mutateAsync({ investigation: investigation.id, people: Number(people), said: words })
      .then(() => {
        setPeople('')
        setWords('')
        setIsChecked(false)
      })
      .catch(() => {})
  }

  return (
    <form onSubmit={submit} className="grid gap-3" noValidate>
      <TextField
        label={investigationWords.people}
        inputMode="numeric"
        value={people}
        onChange={setPeople}
        error={isChecked && !isCount ? investigationWords.wrongPeople : undefined}
      />
      <TextArea
        label={investigationWords.said}
        value={words}
        onChange={setWords}
        error={isChecked && words.trim() === '' ? investigationWords.needed : undefined}
      />
      <FormFault text={faultOfForm(act.error, [])} />
      <span className="flex justify-end">
        <Button type="submit" busy={act.isPending}>
          {investigationWords.addVoices}
        </Button>
      </span>
    </form>
  )
}
