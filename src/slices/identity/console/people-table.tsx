import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { useAct, useCall } from '#console/query.ts'
import { IconButton } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import type { Rest } from '#console/ui/exports.ts'
import { Menu, type MenuEntry } from '#console/ui/menu.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { notify } from '#console/ui/toast.tsx'
import { disablePerson, enablePerson, invitePerson, listRights } from '../contract.ts'
import type { Person } from './person-dialog.tsx'
import { settingsWords } from './settings-words.ts'

const PersonDialog = later(async () => (await import('./person-dialog.tsx')).PersonDialog)

type PeopleTableProps = {
  people: Person[]
  /** What a team is called. */
  nameOf: (team: string) => string
  mayChange: boolean
  onInvited: (name: string, link: string | null) => void
  pages: Rest
}

const states = {
  invited: { status: 'info' as const, text: () => settingsWords.stateInvited },
  active: { status: 'ok' as const, text: () => settingsWords.stateActive },
  disabled: { status: 'none' as const, text: () => settingsWords.stateDisabled },
}

export function PeopleTable({ people, nameOf, mayChange, onInvited, pages }: PeopleTableProps) {
  const rights = useCall(listRights, {}, { staleTime: 3_600_000 })
  const titles = new Map(rights.data?.roles.map((role) => [role.id, role.title]))
  const roleText = ({ role, team }: Person['roles'][number]) => {
    const title = titles.get(role) ?? role
    return team === null ? title : settingsWords.roleOfTeam(title, nameOf(team))
  }
  const rolesText = (row: Person) => row.roles.map(roleText).join(', ')
  const columns: Column<Person>[] = [
    { id: 'name', head: settingsWords.name, cell: (row) => row.name, value: (row) => row.name },
    { id: 'email', head: settingsWords.email, cell: (row) => row.email, value: (row) => row.email },
    { id: 'roles', head: settingsWords.roles, cell: rolesText, value: rolesText },
    {
      id: 'state',
      head: settingsWords.state,
      cell: (row) => <StatusMark status={states[row.state].status} text={states[row.state].text()} isPlain />,
      value: (row) => states[row.state].text(),
    },
    ...(mayChange ? [{ id: 'acts', head: settingsWords.acts, cell: (row: Person) => <Acts person={row} onInvited={onInvited} /> }] : []),
  ]
  return (
    <Table
      caption={settingsWords.peopleCaption}
      isCaptionHidden
      columns={columns}
      rows={people}
      rowKey={(row) => row.id}
      csv={{ file: 'people', about: [settingsWords.peopleMeta], pages }}
    />
  )
}

function Acts({ person, onInvited }: { person: Person; onInvited: PeopleTableProps['onInvited'] }) {
  const [open, setOpen] = useState<'nothing' | 'change' | 'end'>('nothing')
  const invite = useAct(invitePerson)
  const end = useAct(disablePerson, { also: ['registry'] })
  const giveBack = useAct(enablePerson, { also: ['registry'] })
  const close = () => setOpen('nothing')
  const onError = (error: Error) => notify({ status: 'act', title: person.name, text: error.message })
  const entries: MenuEntry[] = [
    { label: settingsWords.changeRoles, onSelect: () => setOpen('change') },
    {
      label: settingsWords.newLink,
      onSelect: () => invite.mutate({ person: person.id }, { onSuccess: ({ link }) => onInvited(person.name, link), onError }),
    },
    'line',
    person.state === 'disabled'
      ? { label: settingsWords.giveBack, onSelect: () => giveBack.mutate({ person: person.id }, { onError }) }
      : { label: settingsWords.endAccess, onSelect: () => setOpen('end') },
  ]
  return (
    <>
      <Menu trigger={<IconButton label={settingsWords.menu(person.name)} icon={Ellipsis} />} entries={entries} />
      {open === 'change' ? <PersonDialog person={person} onClose={close} onInvited={onInvited} /> : null}
      <ConfirmDialog
        open={open === 'end'}
        onClose={close}
        title={settingsWords.endAccessTitle(person.name)}
        description={<p>{settingsWords.endAccessText}</p>}
        confirmLabel={settingsWords.endAccess}
        isDangerous
        needsReason={false}
        onConfirm={() => end.mutateAsync({ person: person.id })}
      />
    </>
  )
}
