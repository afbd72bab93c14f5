import { type FormEvent, useState } from 'react'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Combobox } from '#console/ui/combobox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import { listPeople } from '#slices/identity/contract.ts'
import { setOwners } from '../contract.ts'
import type { AiAgentDetail } from './detail.ts'
import { registryWords } from './words.ts'

/** Names who answers for an AI agent and who keeps it running. */
export function OwnersDialog({ aiAgent, onClose }: { aiAgent: AiAgentDetail; onClose: () => void }) {
  const [accountable, setAccountable] = useState(aiAgent.accountableOwner?.id ?? null)
  const [technical, setTechnical] = useState(aiAgent.technicalOwner?.id ?? null)
  const people = useCall(listPeople, { limit: 200 })
  const act = useAct(setOwners, { ifMatch: aiAgent.etag })
  const options = (people.data?.items ?? [])
    .filter((person) => person.state === 'active')
    .map((person) => ({ value: person.id, label: `${person.name} (${person.email})` }))

  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      await act.mutateAsync({ aiAgent: aiAgent.id, accountableOwner: accountable, technicalOwner: technical })
      notify({ title: registryWords.saved })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={registryWords.ownersTitle} description={registryWords.ownersText}>
      <form onSubmit={save} className="grid gap-4">
        <Combobox label={registryWords.accountable} options={options} value={accountable} onChange={setAccountable} />
        <Combobox label={registryWords.technical} options={options} value={technical} onChange={setTechnical} />
        <FormFault text={act.error?.message ?? people.error?.message ?? ''} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{registryWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {registryWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
