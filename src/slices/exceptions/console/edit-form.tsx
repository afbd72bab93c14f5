import { type RefObject, useEffect, useRef } from 'react'
import { Button } from '#console/ui/button.tsx'
import { Choice } from '#console/ui/choice.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import type { Detail } from './case.tsx'
import { decideWords } from './decide-words.ts'
import { useDraft } from './drafts.ts'
import { difference, type EditField, fieldsOf, isChanged, readField, textOf } from './edit.ts'

type EditFormProps = { detail: Detail; nameOf: (id: string) => string; onSend: () => void; onCancel: () => void }

/** The proposed action, field by field, with what is changed shown as it will be: old struck, new marked. */
export function EditForm({ detail, nameOf, onSend, onCancel }: EditFormProps) {
  const [draft, change] = useDraft(detail.id)
  const place = useRef<HTMLDivElement>(null)
  useFocusFirst(place)
  if (!detail.proposal) return null
  const { action, inputs } = detail.proposal
  const fields = fieldsOf(action.arguments, draft.fields)
  const others = Object.fromEntries(Object.entries(inputs).filter(([name]) => !(name in action.arguments)))
  const more = fieldsOf(others, draft.inputs)
  const set = (name: string, text: string) => change({ fields: { ...draft.fields, [name]: text } })
  const setInput = (name: string, text: string) => change({ inputs: { ...draft.inputs, [name]: text } })
  return (
    <section aria-label={decideWords.editTitle} className="grid gap-3 rounded-l border-2 border-accent bg-card p-4">
      <h3 className="text-title font-strong">{decideWords.editTitle}</h3>
      <div ref={place} className="grid gap-3">
        {fields.map((field) => (
          <Field key={field.name} field={field} label={nameOf(field.name)} onChange={(text) => set(field.name, text)} />
        ))}
        {more.length > 0 ? (
          <Disclosure label={decideWords.editInputs}>
            <p className="text-meta text-ink-2">{decideWords.editInputsHint}</p>
            {more.map((field) => (
              <Field key={field.name} field={field} label={nameOf(field.name)} onChange={(text) => setInput(field.name, text)} />
            ))}
          </Disclosure>
        ) : null}
      </div>
      <Changes fields={[...fields, ...more]} nameOf={nameOf} />
      <p className="text-meta text-ink-2">{decideWords.editHint}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" keyHint="Ctrl+Enter" onClick={onSend}>
          {decideWords.sendEdit}
        </Button>
        <Button keyHint="Esc" onClick={onCancel}>
          {decideWords.cancel}
        </Button>
      </div>
    </section>
  )
}

function useFocusFirst(place: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const first = place.current?.querySelector<HTMLElement>('input, textarea, select')
    first?.focus()
    if (first instanceof HTMLInputElement) first.select()
  }, [place])
}

type FieldProps = { field: EditField; label: string; onChange: (text: string) => void }

function Field({ field, label, onChange }: FieldProps) {
  const read = readField(field)
  const fault = 'fault' in read ? faultText(read.fault) : undefined
  if (field.kind === 'boolean')
    return (
      <Choice
        label={label}
        options={[
          { value: 'true', label: decideWords.yes },
          { value: 'false', label: decideWords.no },
        ]}
        value={field.text}
        onChange={onChange}
      />
    )
  if (field.kind === 'json')
    return <TextArea label={label} hint={decideWords.editJson} isCode rows={4} value={field.text} onChange={onChange} error={fault} />
  if (field.text.length > 60 || field.text.includes('\n'))
    return <TextArea label={label} rows={4} value={field.text} onChange={onChange} error={fault} />
  return (
    <TextField
      label={label}
      inputMode={field.kind === 'number' ? 'decimal' : undefined}
      value={field.text}
      onChange={onChange}
      error={fault}
    />
  )
}

const faultText = (fault: 'json' | 'number') => (fault === 'json' ? decideWords.editJsonWrong : decideWords.editNumber)

/** Also for those who hear it: every piece says whether it was or is now. */
function Changes({ fields, nameOf }: { fields: EditField[]; nameOf: (id: string) => string }) {
  const changed = fields.filter(isChanged)
  return (
    <div role="status" className="grid gap-1">
      <p className="text-meta font-medium text-ink-2">{changed.length === 0 ? decideWords.editSame : decideWords.changes}</p>
      {changed.map((field) => (
        <p key={field.name} className="whitespace-pre-wrap">
          <span className="text-ink-2">{nameOf(field.name)} </span>
          <Difference was={textOf(field.was)} now={field.text} />
        </p>
      ))}
    </div>
  )
}

function Difference({ was, now }: { was: string; now: string }) {
  return difference(was, now).map((piece, index) => {
    const key = `${index} ${piece.is}`
    if (piece.is === 'same') return <span key={key}>{piece.text}</span>
    if (piece.is === 'old')
      return (
        <del key={key} className="rounded-s bg-tint-act px-0.5">
          <span className="sr-only">{decideWords.was} </span>
          {piece.text}{' '}
        </del>
      )
    return (
      <ins key={key} className="rounded-s bg-tint-ok px-0.5 font-medium">
        <span className="sr-only">{decideWords.now} </span>
        {piece.text}
      </ins>
    )
  })
}
