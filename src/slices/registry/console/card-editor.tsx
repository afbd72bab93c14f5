import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { faultOfForm, isStale } from '#console/faults.ts'
import { call, useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { TextArea } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { StatusShape } from '#console/ui/status-mark.tsx'
import { notify } from '#console/ui/toast.tsx'
import { changeAiAgent, getAiAgent } from '../contract.ts'
import { type CardText, editOf, movedFields, toText } from './card-edit.ts'
import type { AiAgentDetail, Form } from './detail.ts'
import { registryWords } from './words.ts'

type CardEditorProps = { aiAgent: AiAgentDetail; form: Form; onDone: () => void }

/** Edits the card. When somebody else was faster, what was written stays, and what is on record now is shown beside it. */
export function CardEditor({ aiAgent, form, onDone }: CardEditorProps) {
  const client = useQueryClient()
  const [base, setBase] = useState({ text: toText(aiAgent.card, form), etag: aiAgent.etag })
  const [text, setText] = useState<CardText>(base.text)
  const [moved, setMoved] = useState<AiAgentDetail | null>(null)
  const act = useAct(changeAiAgent, { ifMatch: base.etag })

  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      await act.mutateAsync({ aiAgent: aiAgent.id, card: editOf(base.text, text, form) })
      notify({ title: registryWords.saved })
      onDone()
    } catch (error) {
      if (!isStale(error)) return
      const now = await call(getAiAgent, { aiAgent: aiAgent.id })
      setMoved(now)
      setBase({ ...base, etag: now.etag })
      void client.invalidateQueries({ queryKey: ['registry'] })
    }
  }

  return (
    <form onSubmit={save} className="grid gap-4">
      {form.map((field, index) => (
        <TextArea
          key={field.field}
          label={field.label}
          hint={field.form === 'list' ? `${registryWords.listHint} ${field.why}` : field.why}
          optional={!field.isRequired}
          rows={Math.min(8, 1 + (text[field.field] ?? '').split('\n').length)}
          autoFocus={index === 0}
          value={text[field.field]}
          onChange={(value) => setText((before) => ({ ...before, [field.field]: value }))}
        />
      ))}
      {moved ? <Conflict now={toText(moved.card, form)} before={base.text} form={form} /> : null}
      <FormFault text={isStale(act.error) ? '' : faultOfForm(act.error, [])} />
      <span className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{registryWords.cancel}</Button>
        <Button type="submit" variant="primary" busy={act.isPending}>
          {moved ? registryWords.saveOver : registryWords.save}
        </Button>
      </span>
    </form>
  )
}

function Conflict({ now, before, form }: { now: CardText; before: CardText; form: Form }) {
  const moved = movedFields(before, now, form)
  return (
    <div role="alert" className="grid gap-2 rounded-m border border-line bg-tint-watch p-3">
      <p className="inline-flex items-center gap-2 font-medium">
        <StatusShape status="watch" />
        {registryWords.stale}
      </p>
      <p>{moved.length === 0 ? registryWords.staleSame : registryWords.staleText}</p>
      {moved.length > 0 ? (
        <FactList facts={moved.map(({ field, label }) => ({ name: label, value: now[field] || registryWords.notFilled }))} />
      ) : null}
    </div>
  )
}
