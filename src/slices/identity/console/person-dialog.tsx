import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import { addPerson, type listPeople, listRights, listTeams, updatePerson } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

export type Person = OutputOf<typeof listPeople>['items'][number]
type Grant = InputOf<typeof addPerson>['roles'][number]

type PersonDialogProps = { person?: Person; onClose: () => void; onInvited: (name: string, link: string | null) => void }

const keyOf = (grant: Grant) => `${grant.role} ${grant.team ?? ''}`

/** Adds a person, or changes their name and roles. */
export function PersonDialog({ person, onClose, onInvited }: PersonDialogProps) {
  const [name, setName] = useState(person?.name ?? '')
  const [email, setEmail] = useState(person?.email ?? '')
  const [roles, setRoles] = useState<Grant[]>(person?.roles ?? [])
  const add = useAct(addPerson)
  const change = useAct(updatePerson, { ifMatch: person?.etag })
  const act = person ? change : add
  const faults = faultsByField(act.error)

  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      if (person) {
        await change.mutateAsync({ person: person.id, name, roles })
        onClose()
      } else {
        const made = await add.mutateAsync({ name, email, roles })
        onInvited(name, made.invitation.link)
      }
    } catch {
      // The refusal stands in the form.
    }
  }

  const title = person ? settingsWords.changeRoles : settingsWords.addPerson
  return (
    <Dialog open onClose={onClose} title={title} description={person ? undefined : settingsWords.addPersonText}>
      <form onSubmit={save} className="grid gap-4" noValidate>
        <TextField label={settingsWords.name} value={name} onChange={setName} required error={faults.name} />
        {person ? null : (
          <TextField label={settingsWords.email} type="email" value={email} onChange={setEmail} required error={faults.email} />
        )}
        <Roles roles={roles} onChange={setRoles} />
        <FormFault text={faults.roles ?? faultOfForm(act.error, ['name', 'email', 'roles'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{settingsWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {person ? settingsWords.save : settingsWords.addPerson}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

/** The roles that a person holds: some in one team, some in the whole organisation. */
function Roles({ roles, onChange }: { roles: Grant[]; onChange: (roles: Grant[]) => void }) {
  const [role, setRole] = useState<Grant['role'] | null>(null)
  const rights = useCall(listRights, {}, { staleTime: 3_600_000 })
  const teams = useCall(listTeams, { limit: 200 })
  const offered = (rights.data?.roles ?? []).filter((row) => row.reach !== 'installation')
  const teamRole = offered.find((row) => row.id === role && row.reach === 'team')
  const titleOf = (grant: Grant) => {
    const title = offered.find((row) => row.id === grant.role)?.title ?? grant.role
    return grant.team ? settingsWords.roleOfTeam(title, grant.team) : title
  }

  function add(grant: Grant) {
    if (!roles.some((one) => keyOf(one) === keyOf(grant))) onChange([...roles, grant])
    setRole(null)
  }

  function choose(id: Grant['role']) {
    if (offered.find((row) => row.id === id)?.reach === 'team') setRole(id)
    else add({ role: id, team: null })
  }

  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1 font-medium">{settingsWords.roles}</legend>
      <ul className="grid gap-1">
        {roles.map((grant) => (
          <li key={keyOf(grant)} className="flex items-center justify-between gap-2 rounded-m border border-line py-1 ps-3 pe-1">
            {titleOf(grant)}
            <Button
              size="small"
              variant="quiet"
              aria-label={settingsWords.removeRole(titleOf(grant))}
              onClick={() => onChange(roles.filter((one) => one !== grant))}
            >
              {settingsWords.remove}
            </Button>
          </li>
        ))}
      </ul>
      <Select
        label={settingsWords.addRole}
        hint={teamRole?.about}
        options={offered.map((row) => ({ value: row.id as Grant['role'], label: row.title }))}
        value={role}
        onChange={choose}
      />
      {teamRole ? (
        <Select
          label={settingsWords.roleTeam}
          options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(team) => add({ role: teamRole.id as Grant['role'], team })}
        />
      ) : null}
    </fieldset>
  )
}
