import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Combobox } from '#console/ui/combobox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { createTeam, listPeople, type listTeams, updateTeam } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

export type Team = OutputOf<typeof listTeams>['items'][number]

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

type TeamDialogProps = { team?: Team; mayReadPeople: boolean; onClose: () => void }

/** Adds a team or changes one. */
export function TeamDialog({ team, mayReadPeople, onClose }: TeamDialogProps) {
  const [id, setId] = useState(team?.id ?? '')
  const [name, setName] = useState(team?.name ?? '')
  const [timeZone, setTimeZone] = useState<string | null>(team?.timeZone ?? ownZone)
  const [lead, setLead] = useState(team?.lead?.id ?? null)
  const people = useCall(listPeople, { limit: 200 }, { enabled: mayReadPeople })
  const add = useAct(createTeam)
  const change = useAct(updateTeam, { ifMatch: team?.etag })
  const act = team ? change : add
  const faults = faultsByField(act.error)

  async function save(event: FormEvent) {
    event.preventDefault()
    const values = { name, timeZone: timeZone ?? '', lead }
    try {
      if (team) await change.mutateAsync({ team: team.id, ...values })
      else await add.mutateAsync({ id, ...values })
      notify({ title: team ? settingsWords.saved : settingsWords.teamAdded(name) })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog open onClose={onClose} title={team ? settingsWords.changeTeam(team.name) : settingsWords.addTeam}>
      <form onSubmit={save} className="grid gap-4" noValidate>
        {team ? null : (
          <TextField label={settingsWords.teamId} hint={settingsWords.teamIdHint} value={id} onChange={setId} required error={faults.id} />
        )}
        <TextField label={settingsWords.teamName} value={name} onChange={setName} required error={faults.name} />
        <Combobox label={settingsWords.timeZone} options={zones} value={timeZone} onChange={setTimeZone} error={faults.timeZone} />
        {mayReadPeople ? (
          <Combobox
            label={settingsWords.lead}
            optional
            options={(people.data?.items ?? []).map((person) => ({ value: person.id, label: person.name }))}
            value={lead}
            onChange={setLead}
            error={faults.lead}
          />
        ) : null}
        <FormFault text={faultOfForm(act.error, ['id', 'name', 'timeZone', 'lead'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{settingsWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {settingsWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
