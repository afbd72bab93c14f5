import { getRouteApi } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { uiWords } from '#console/messages/ui.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useRowWalk } from '#console/row-walk.ts'
import { TeamSelect, useTeamChoice, useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { CsvButton, Table } from '#console/ui/table.tsx'
import { type ConversationRow, conversationColumns } from '#slices/conversations/console/rows.tsx'
import { conversationWords } from '#slices/conversations/console/words.ts'
import { listConversations } from '#slices/conversations/contract.ts'
import { listMeasures } from '#slices/measures/contract.ts'

const route = getRouteApi('/frame/conversations')
type Search = ReturnType<typeof route.useSearch>
type Pages = ReturnType<typeof useCallPages<typeof listConversations>>

const states: ConversationRow['state'][] = [
  'open',
  'not_involved',
  'involved_no_answer',
  'assisted_escalation',
  'contained_unconfirmed',
  'contained_verified',
  'reopened',
  'recontacted',
]

const isFiltered = (search: Search) => Object.values(search).some(Boolean)

const columnsOf = (nameOf: (team: string) => string) =>
  conversationColumns(
    (row) => (
      <Link to="/conversations/$id" params={{ id: row.id }} look="ink" data-row="">
        {row.conversation}
      </Link>
    ),
    nameOf,
  )

/** Conversations with customers, or those behind a figure. */
export function ConversationsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(search.team, 'conversations:read')
  const columns = columnsOf(useTeamNames())
  const { agent: aiAgent, ...asked } = search
  const pages = useCallPages(listConversations, { ...asked, aiAgent }, { keepPrevious: true })
  return (
    <>
      <PageHeader
        title={screenWords.conversations}
        question={conversationWords.question}
        answer={pages.items.length > 0 ? conversationWords.answer(pages.items.length) : undefined}
        meta={conversationWords.meta}
        actions={
          <>
            <TeamSelect
              choice={choice}
              all
              asked={search.team}
              onChoose={(team) => void navigate({ search: (before) => ({ ...before, team }), replace: true })}
            />
            <CsvButton name="conversations" columns={columns} rows={pages.items} about={[conversationWords.csvAbout]} pages={pages} />
          </>
        }
      />
      {search.measure ? <Behind search={search} /> : null}
      <List pages={pages} search={search} />
    </>
  )
}

/** Which figure the records are behind. */
function Behind({ search: { measure = '', hit } }: { search: Search }) {
  const measures = useCall(listMeasures, {}, { staleTime: 60_000 })
  const name = measures.data?.items.find(({ id }) => id === measure)?.name ?? measure
  return (
    <p className="flex flex-wrap items-center gap-3">
      <span>{conversationWords.behind(name, hit)}</span>
      <Link to="/measures" search={{ measure }}>
        {conversationWords.toMeasure}
      </Link>
      <Link to="/conversations">{conversationWords.showAll}</Link>
    </p>
  )
}

function List({ pages, search }: { pages: Pages; search: Search }) {
  const place = useRowWalk<HTMLDivElement>({ next: conversationWords.next, previous: conversationWords.previous }, [])
  return (
    <Card isFlush>
      {isFiltered(search) || pages.items.length > 0 ? <Filters key={JSON.stringify(search)} search={search} /> : null}
      <div ref={place}>
        <Rows pages={pages} search={search} />
      </div>
    </Card>
  )
}

function Rows({ pages, search }: { pages: Pages; search: Search }) {
  const navigate = route.useNavigate()
  const columns = columnsOf(useTeamNames())
  if (pages.isPending) return <Skeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={pages.retry} />
  if (pages.items.length === 0 && isFiltered(search))
    return (
      <EmptyState kind="nothing-matches" onClear={() => void navigate({ search: {}, replace: true })}>
        {conversationWords.noMatch}
      </EmptyState>
    )
  if (pages.items.length === 0) return <EmptyState kind="nothing-yet">{conversationWords.empty}</EmptyState>
  return (
    <>
      <Table caption={conversationWords.caption} isCaptionHidden columns={columns} rows={pages.items} rowKey={(row) => row.id} />
      <Pager shown={pages.items.length} hasMore={pages.hasMore} isLoading={pages.isLoadingMore} onMore={pages.more} />
    </>
  )
}

const ANY = '*'

function Filters({ search }: { search: Search }) {
  const navigate = route.useNavigate()
  const set = (change: Partial<Search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const options = [
    { value: ANY, label: conversationWords.allStates },
    ...states.map((value) => ({ value, label: conversationWords.states(value) })),
  ]
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined
    set({ reason: text('reason'), from: text('from'), to: text('to') })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 p-4">
      <div className="w-64 max-w-full">
        <Select
          label={conversationWords.state}
          options={options}
          value={search.state ?? ANY}
          onChange={(state) => set({ state: states.find((one) => one === state) })}
        />
      </div>
      <div className="w-52 max-w-full">
        <TextField name="reason" label={conversationWords.reason} defaultValue={search.reason} maxLength={200} />
      </div>
      <div className="w-40 max-w-full">
        <TextField name="from" type="date" label={conversationWords.from} defaultValue={search.from} />
      </div>
      <div className="w-40 max-w-full">
        <TextField name="to" type="date" label={conversationWords.to} defaultValue={search.to} />
      </div>
      <Button type="submit">{conversationWords.apply}</Button>
      {isFiltered(search) ? (
        <Button variant="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
          {uiWords.clearFilters}
        </Button>
      ) : null}
    </form>
  )
}
