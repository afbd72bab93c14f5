import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextField } from '#console/ui/field.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { PeopleTable } from '#slices/identity/console/people-table.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import { ShownOnce } from '#slices/identity/console/shown-once.tsx'
import { listPeople } from '#slices/identity/contract.ts'

const PersonDialog = later(async () => (await import('#slices/identity/console/person-dialog.tsx')).PersonDialog)

const route = getRouteApi('/frame/settings/people')

/** Who works with Pilotage, and with which roles. */
export function PeoplePage() {
  const may = useMay()
  const [isAdding, setIsAdding] = useState(false)
  const [invited, setInvited] = useState<{ name: string; link: string | null } | null>(null)
  const onInvited = (name: string, link: string | null) => {
    setIsAdding(false)
    setInvited({ name, link })
  }
  return (
    <>
      <PageHeader
        title={screenWords.people}
        question={settingsWords.peopleQuestion}
        answer={settingsWords.peopleAnswer}
        meta={settingsWords.peopleMeta}
        actions={
          may('people:write') ? (
            <Button icon={Plus} variant="primary" onClick={() => setIsAdding(true)}>
              {settingsWords.addPerson}
            </Button>
          ) : null
        }
      />
      <Card isFlush>
        <SearchBox />
        <Rows mayChange={may('people:write')} onInvited={onInvited} />
      </Card>
      {isAdding ? <PersonDialog onClose={() => setIsAdding(false)} onInvited={onInvited} /> : null}
      {invited ? (
        <ShownOnce
          title={settingsWords.linkTitle}
          text={settingsWords.linkText(invited.name)}
          label={settingsWords.linkLabel}
          secret={invited.link}
          onClose={() => setInvited(null)}
        />
      ) : null}
    </>
  )
}

function SearchBox() {
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    void navigate({ search: { q: text || undefined }, replace: true })
  }
  return (
    <form onSubmit={submit} onBlur={(event) => event.currentTarget.requestSubmit()} className="max-w-md p-4">
      <TextField
        key={q}
        label={settingsWords.searchPeople}
        isLabelHidden
        placeholder={settingsWords.searchPeople}
        name="q"
        type="search"
        defaultValue={q}
      />
    </form>
  )
}

type RowsProps = { mayChange: boolean; onInvited: (name: string, link: string | null) => void }

function Rows({ mayChange, onInvited }: RowsProps) {
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const nameOf = useTeamNames()
  const people = useCallPages(listPeople, { search: q }, { keepPrevious: true })
  if (people.isPending) return <Skeleton lines={6} />
  if (people.isError) return <ErrorState error={people.error} onRetry={people.retry} />
  if (people.items.length === 0)
    return (
      <EmptyState kind="nothing-matches" onClear={() => void navigate({ search: {}, replace: true })}>
        {settingsWords.noPersonMatches}
      </EmptyState>
    )
  return (
    <>
      <PeopleTable people={people.items} nameOf={nameOf} mayChange={mayChange} onInvited={onInvited} pages={people} />
      <Pager shown={people.items.length} hasMore={people.hasMore} isLoading={people.isLoadingMore} onMore={people.more} />
    </>
  )
}
