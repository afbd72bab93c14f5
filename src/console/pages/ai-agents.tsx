import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { uiWords } from '#console/messages/ui.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useRowWalk } from '#console/row-walk.ts'
import { useMe } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { CsvButton, Table } from '#console/ui/table.tsx'
import { listTeams } from '#slices/identity/contract.ts'
import { type AiAgentRow, aiAgentColumns } from '#slices/registry/console/ai-agent-rows.tsx'
import { AllStopped, StopAll } from '#slices/registry/console/all-stopped.tsx'
import { registryWords, stageNames } from '#slices/registry/console/words.ts'
import { listAiAgents } from '#slices/registry/contract.ts'

const RegisterDialog = later(async () => (await import('#slices/registry/console/register-dialog.tsx')).RegisterDialog)

const route = getRouteApi('/frame/ai-agents')
type Search = ReturnType<typeof route.useSearch>
type Pages = ReturnType<typeof useCallPages<typeof listAiAgents>>

const isFiltered = ({ q, status, stage, team, owner }: Search) => [q, status, stage, team, owner].some(Boolean)

const link = (row: AiAgentRow) => (
  <Link to="/ai-agents/$id" params={{ id: row.id }} look="ink" data-row="">
    {row.name}
  </Link>
)
const useColumns = () => aiAgentColumns(link, useTeamNames())

function answerOf({ items, isPending, isError }: Pages): string | undefined {
  if (isPending || isError || items.length === 0) return undefined
  const atWork = items.filter((row) => row.status !== 'retired')
  const orphans = atWork.filter((row) => row.accountableOwner?.isActive !== true)
  return registryWords.answer(items.length, orphans.length, atWork.filter((row) => row.alarms.length > 0).length)
}

/** Every AI agent, who answers for it, where it works. */
export function AiAgentsPage() {
  const search = route.useSearch()
  const me = useMe()
  const [registering, setRegistering] = useState<{ known?: string } | null>(null)
  const pages = useCallPages(listAiAgents, search, { keepPrevious: true })
  const columns = useColumns()
  useLiveRefresh('change', 'registry')
  const mayRegister = me.rights['ai-agents:write'] !== undefined
  const mayStopAll = me.rights['kill-switch:write'] === 'all'
  return (
    <>
      <PageHeader
        title={screenWords.aiAgents}
        question={registryWords.question}
        answer={answerOf(pages)}
        actions={
          <>
            <CsvButton name="ai-agents" columns={columns} rows={pages.items} about={[registryWords.csvAbout]} pages={pages} />
            {mayRegister ? (
              <Button icon={Plus} keyHint="r" variant="primary" onClick={() => setRegistering({})}>
                {registryWords.register}
              </Button>
            ) : null}
            {mayStopAll ? <StopAll /> : null}
          </>
        }
      />
      <AllStopped mayUse={mayStopAll} />
      {isFiltered(search) ? null : (
        <Discovered rows={pages.items} onRegister={mayRegister ? (known) => setRegistering({ known }) : undefined} />
      )}
      <List pages={pages} search={search} onRegister={mayRegister ? () => setRegistering({}) : undefined} />
      {registering ? <Register known={registering.known} onClose={() => setRegistering(null)} /> : null}
    </>
  )
}

function Register({ known, onClose }: { known?: string; onClose: () => void }) {
  const navigate = useNavigate()
  return <RegisterDialog known={known} onClose={onClose} onDone={(id) => void navigate({ to: '/ai-agents/$id', params: { id } })} />
}

/** Those that nobody registered stand first: they are the ones that need somebody. */
function Discovered({ rows, onRegister }: { rows: AiAgentRow[]; onRegister?: (id: string) => void }) {
  const found = rows.filter((row) => row.status === 'discovered')
  if (found.length === 0) return null
  return (
    <Card title={registryWords.discoveredFirst(found.length)} subtitle={registryWords.discoveredText} isFlush>
      <ul className="border-t border-line">
        {found.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-1.5 first:border-t-0">
            {link(row)}
            {onRegister ? (
              <Button size="small" onClick={() => onRegister(row.id)}>
                {registryWords.registerIt}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function List({ pages, search, onRegister }: { pages: Pages; search: Search; onRegister?: () => void }) {
  const walk = { next: registryWords.next, previous: registryWords.previous }
  const register = onRegister ? [{ keys: 'r', label: registryWords.register, run: onRegister }] : []
  const place = useRowWalk<HTMLDivElement>(walk, register)
  const isShown = isFiltered(search) || pages.items.length > 0
  return (
    <Card isFlush>
      {isShown ? <Filters search={search} /> : null}
      <div ref={place}>
        <Rows pages={pages} search={search} onRegister={onRegister} />
      </div>
    </Card>
  )
}

function Rows({ pages, search, onRegister }: { pages: Pages; search: Search; onRegister?: () => void }) {
  const navigate = route.useNavigate()
  const columns = useColumns()
  if (pages.isPending) return <Skeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={pages.retry} />
  if (pages.items.length === 0 && isFiltered(search))
    return (
      <EmptyState kind="nothing-matches" onClear={() => void navigate({ search: {}, replace: true })}>
        {registryWords.noMatch}
      </EmptyState>
    )
  if (pages.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={onRegister ? <Button onClick={onRegister}>{registryWords.register}</Button> : undefined}>
        {registryWords.empty}
      </EmptyState>
    )
  return (
    <>
      <Table caption={registryWords.caption} isCaptionHidden columns={columns} rows={pages.items} rowKey={(row) => row.id} />
      <Pager shown={pages.items.length} hasMore={pages.hasMore} isLoading={pages.isLoadingMore} onMore={pages.more} />
    </>
  )
}

const all = (label: string) => ({ value: 'all' as const, label })

function Filters({ search }: { search: Search }) {
  const navigate = route.useNavigate()
  const set = (change: Partial<Search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const teams = useCall(listTeams, { limit: 200 }, { staleTime: 60_000 })
  const statuses = [
    all(registryWords.allStates),
    { value: 'discovered' as const, label: registryWords.statusDiscovered },
    { value: 'active' as const, label: registryWords.statusActive },
    { value: 'retired' as const, label: registryWords.statusRetired },
  ]
  const stages = [all(registryWords.allStages), ...(['pilot', 'expansion', 'department', 'cross-department'] as const).map(stageOption)]
  return (
    <div className="flex flex-wrap items-end gap-3 p-4">
      <SearchBox q={search.q} onSearch={(q) => set({ q })} />
      <div className="w-40">
        <Select
          label={registryWords.status}
          isLabelHidden
          options={statuses}
          value={search.status ?? 'all'}
          onChange={(status) => set({ status: status === 'all' ? undefined : status })}
        />
      </div>
      <div className="w-44">
        <Select
          label={registryWords.stage}
          isLabelHidden
          options={stages}
          value={search.stage ?? 'all'}
          onChange={(stage) => set({ stage: stage === 'all' ? undefined : stage })}
        />
      </div>
      <div className="w-44">
        <Select
          label={registryWords.team}
          isLabelHidden
          options={[
            { value: '*', label: registryWords.allTeams },
            ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={search.team ?? '*'}
          onChange={(team) => set({ team: team === '*' ? undefined : team })}
        />
      </div>
      <Button aria-pressed={search.owner === 'none'} onClick={() => set({ owner: search.owner === 'none' ? undefined : 'none' })}>
        {registryWords.orphansOnly}
      </Button>
      {isFiltered(search) ? (
        <Button variant="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
          {uiWords.clearFilters}
        </Button>
      ) : null}
    </div>
  )
}

const stageOption = (stage: keyof typeof stageNames) => ({ value: stage, label: stageNames[stage]() })

/** Searches when the typing is done: with Enter or by leaving the field. */
function SearchBox({ q, onSearch }: { q?: string; onSearch: (q: string | undefined) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSearch(String(new FormData(event.currentTarget).get('q') ?? '').trim() || undefined)
  }
  return (
    <form onSubmit={submit} onBlur={(event) => event.currentTarget.requestSubmit()} className="min-w-56 grow">
      <TextField
        key={q}
        label={registryWords.search}
        isLabelHidden
        placeholder={registryWords.search}
        name="q"
        type="search"
        defaultValue={q}
      />
    </form>
  )
}
