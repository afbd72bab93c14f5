import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { Button } from '#console/ui/button.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'

export type Values = { name: string; email: string; password: string }
export type Faults = { [field in keyof Values]?: string }

type DoorFormProps = {
  submitLabel: string
  /** What is wrong before anything is sent. */
  check: (values: Values) => Faults
  send: (values: Values) => Promise<unknown>
  children: (faults: Faults) => ReactNode
}

/** The form of every way in. A refusal keeps what was typed and puts the focus on the first field that is wrong. */
export function DoorForm({ submitLabel, check, send, children }: DoorFormProps) {
  const [faults, setFaults] = useState<Faults>({})
  const [fault, setFault] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  function showFaults(found: Faults, sentence: string) {
    setFaults(found)
    setFault(sentence)
    setIsBusy(false)
    const [first] = Object.keys(found).filter((name) => found[name as keyof Faults])
    const place = form.current?.elements.namedItem(first ?? 'password')
    if (place instanceof HTMLElement) place.focus()
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    const given = new FormData(event.currentTarget)
    const read = (name: string) => String(given.get(name) ?? '')
    const values = { name: read('name').trim(), email: read('email').trim(), password: read('password') }
    const found = check(values)
    if (Object.values(found).some(Boolean)) return showFaults(found, '')
    setIsBusy(true)
    setFault('')
    setFaults({})
    try {
      await send(values)
    } catch (error) {
      showFaults(faultsByField(error), faultOfForm(error, ['name', 'email', 'password']))
    }
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-4">
      {children(faults)}
      <FormFault text={fault} />
      <Button type="submit" variant="primary" busy={isBusy}>
        {submitLabel}
      </Button>
    </form>
  )
}
