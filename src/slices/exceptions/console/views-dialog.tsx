import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { keyOf, useAct, useCall } from '#console/query.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button, IconButton } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Choice } from '#console/ui/choice.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { dropView, listViews, saveView } from '../contract.ts'
import { decideWords } from './decide-words.ts'
import { type Team, useTeamName } from './team-names.ts'

type ViewsDialogProps = {
  open: boolean
  onClose: () => void
  /** What the address says now. */
  query: string
  /** Teams for which the reader may keep views. */
  teams: Team[]
  onApply: (query: string) => void
}

/** Filters under a name: choose one, keep what is shown now, forget one. */
export function ViewsDialog(props: ViewsDialogProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={decideWords.viewsTitle} description={decideWords.viewsText}>
      <Views {...props} />
      <SaveForm {...props} />
    </Dialog>
  )
}

type View = OutputOf<typeof listViews>['items'][number]

function Views({ onApply, onClose }: ViewsDialogProps) {
  const views = useCall(listViews, { screen: 'review' })
  const drop = useAct(dropView)
  const nameOfTeam = useTeamName()
  if (views.isPending) return <Skeleton lines={2} />
  if (views.isError) return <ErrorState error={views.error} onRetry={() => void views.refetch()} />
  if (views.data.items.length === 0) return <p className="text-ink-2">{decideWords.viewsNone}</p>
  const apply = (view: View) => {
    onApply(view.query)
    onClose()
  }
  return (
    <ul className="grid gap-1">
      {views.data.items.map((view) => (
        <li key={view.id} className="flex items-center gap-2">
          <span className="grow">
            <Button wide onClick={() => apply(view)}>
              {view.name}
            </Button>
          </span>
          <Badge>{view.team === null ? decideWords.viewOwn : decideWords.viewTeam(nameOfTeam(view.team))}</Badge>
          {view.isDefault ? <Badge>{decideWords.viewDefault}</Badge> : null}
          <IconButton label={decideWords.viewForget(view.name)} icon={Trash2} onClick={() => drop.mutate({ id: view.id })} />
        </li>
      ))}
    </ul>
  )
}

/** No id begins with a sign. */
const ME = '*'

function SaveForm({ query, teams }: ViewsDialogProps) {
  const client = useQueryClient()
  const save = useAct(saveView)
  const [name, setName] = useState('')
  const [team, setTeam] = useState(ME)
  const [isDefault, setIsDefault] = useState(false)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '') return
    save.mutate(
      { screen: 'review', name: name.trim(), team: team === ME ? null : team, query, isDefault },
      {
        onSuccess: () => {
          setName('')
          void client.invalidateQueries({ queryKey: keyOf(listViews, { screen: 'review' }) })
        },
      },
    )
  }
  const forWhom = [
    { value: ME, label: decideWords.viewForMe },
    ...teams.map((one) => ({ value: one.id, label: decideWords.viewTeam(one.name) })),
  ]
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line pt-4" noValidate>
      <TextField label={decideWords.viewName} maxLength={60} value={name} onChange={setName} />
      {teams.length > 0 ? <Choice label={decideWords.viewFor} options={forWhom} value={team} onChange={setTeam} /> : null}
      <Checkbox label={decideWords.viewIsDefault} checked={isDefault} onChange={setIsDefault} />
      <FormFault text={save.error?.message ?? ''} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {decideWords.viewSave}
        </Button>
      </div>
    </form>
  )
}
