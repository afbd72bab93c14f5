import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import { registerAiAgent } from '../contract.ts'
import { registryWords } from './words.ts'

type RegisterDialogProps = {
  /** The id of one that was discovered; it keeps its id. */
  known?: string
  onClose: () => void
  onDone: (id: string) => void
}

/** Registers an AI agent, or takes over one that was discovered. */
export function RegisterDialog({ known, onClose, onDone }: RegisterDialogProps) {
  const [values, setValues] = useState({ id: known ?? '', name: '', function: '' })
  const act = useAct(registerAiAgent)
  const faults = faultsByField(act.error)
  const set = (name: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [name]: value }))

  async function register(event: FormEvent) {
    event.preventDefault()
    try {
      const made = await act.mutateAsync(values)
      notify({ title: registryWords.registerDone(made.name) })
      onDone(made.id)
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={registryWords.registerTitle} description={registryWords.registerText}>
      <form onSubmit={register} className="grid gap-4" noValidate>
        <TextField
          label={registryWords.idLabel}
          hint={registryWords.idHint}
          value={values.id}
          onChange={set('id')}
          readOnly={known !== undefined}
          required
          error={faults.id}
        />
        <TextField label={registryWords.nameLabel} value={values.name} onChange={set('name')} required error={faults.name} />
        <TextField
          label={registryWords.functionLabel}
          hint={registryWords.functionHint}
          value={values.function}
          onChange={set('function')}
          required
          error={faults.function}
        />
        <FormFault text={faultOfForm(act.error, ['id', 'name', 'function'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{registryWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {registryWords.register}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
