import type { FormEvent } from 'react'
import { Button } from '#console/ui/button.tsx'
import { TextField } from '#console/ui/field.tsx'
import { qualityWords } from './words.ts'

export type Window = { from: string; to: string }

type WindowFormProps = { window: Window; isChosen: boolean; onChoose: (window: Partial<Window>) => void }

/** Which days are compared, and the way back to those that the page chooses itself. */
export function WindowForm({ window, isChosen, onChoose }: WindowFormProps) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const day = (name: string) => String(form.get(name) ?? '') || undefined
    onChoose({ from: day('from'), to: day('to') })
  }
  return (
    <form key={`${window.from} ${window.to}`} onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="w-40 max-w-full">
        <TextField name="from" type="date" label={qualityWords.from} defaultValue={window.from} />
      </div>
      <div className="w-40 max-w-full">
        <TextField name="to" type="date" label={qualityWords.to} defaultValue={window.to} />
      </div>
      <Button type="submit">{qualityWords.show}</Button>
      {isChosen ? (
        <Button variant="quiet" onClick={() => onChoose({})}>
          {qualityWords.usualWindow}
        </Button>
      ) : null}
    </form>
  )
}
