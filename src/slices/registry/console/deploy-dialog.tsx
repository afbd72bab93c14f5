import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Combobox } from '#console/ui/combobox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import { listTeams } from '#slices/identity/contract.ts'
import { createDeployment } from '../contract.ts'
import { registryWords } from './words.ts'

/** Puts an AI agent to work for a team. It begins in shadow, where nothing is acted on. */
export function DeployDialog({ aiAgentId, onClose }: { aiAgentId: string; onClose: () => void }) {
  const [team, setTeam] = useState<string | null>(null)
  const [process, setProcess] = useState('general')
  const teams = useCall(listTeams, { limit: 200 })
  const act = useAct(createDeployment)
  const faults = faultsByField(act.error)

  async function deploy(event: FormEvent) {
    event.preventDefault()
    try {
      await act.mutateAsync({ aiAgentId, teamId: team ?? '', process })
      notify({ title: registryWords.deployDone, text: registryWords.phaseMeansShadow })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={registryWords.deploy} description={registryWords.phaseMeansShadow}>
      <form onSubmit={deploy} className="grid gap-4">
        <Combobox
          label={registryWords.team}
          hint={registryWords.teamHint}
          options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
          value={team}
          onChange={setTeam}
          error={faults.teamId}
        />
        <TextField
          label={registryWords.process}
          hint={registryWords.processHint}
          value={process}
          onChange={setProcess}
          required
          error={faults.process}
        />
        <FormFault text={faultOfForm(act.error, ['teamId', 'process'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{registryWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {registryWords.deploy}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
