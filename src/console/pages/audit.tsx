import { getRouteApi } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { uiWords } from '#console/messages/ui.ts'
import { useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { Switch } from '#console/ui/switch.tsx'
import { CsvButton } from '#console/ui/table.tsx'
import { AuditList, auditColumns } from '#slices/audit/console/audit-list.tsx'
import { Checkpoint } from '#slices/audit/console/checkpoint.tsx'
import { auditWords } from '#slices/audit/console/words.ts'
import { listAudit } from '#slices/audit/contract.ts'

const route = getRouteApi('/frame/audit')
type Search = ReturnType<typeof route.useSearch>

const isFiltered = (search: Search) => Object.values(search).some(Boolean)

/** From the beginning of that day, in the reader's time zone; a day that is none is left out. */
function startOf(day: string | undefined): string | undefined {
  const at = new Date(`${day}T00:00:00`)
  return day === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** Who changed what, and the ledger that proves it. */
export function AuditPage() {
  const may = useMay()
  const search = route.useSearch()
  const { what: action, subject, who: actor, from, outcomes = 'false' } = search
  const filter = { action, subject, actor, from: startOf(from), outcomes } as const
  const entries = useCallPages(listAudit, filter, { keepPrevious: true })
  const about = [auditWords.caption, ...(isFiltered(search) ? [auditWords.filtered] : [])]
  return (
    <>
      <PageHeader
        title={screenWords.audit}
        question={auditWords.question}
        answer={auditWords.answer}
        meta={auditWords.meta}
        actions={<CsvButton name="audit-log" columns={auditColumns()} rows={entries.items} about={about} pages={entries} />}
      />
      {may('ledger:read') ? <Checkpoint /> : null}
      <Card isFlush>
        <Filters key={JSON.stringify(search)} search={search} />
        <Rows entries={entries} search={search} />
      </Card>
    </>
  )
}

function subjectLink(subject: string) {
  const [kind, told = ''] = subject.split(':')
  const id = kind === 'kill_switch' ? (told.split('/')[1] ?? '') : told
  if (kind === 'decision')
    return (
      <Link to="/decisions/$id" params={{ id }} look="ink">
        {subject}
      </Link>
    )
  if (kind === 'ai_agent' || (kind === 'deployment' && id.includes('~')) || (kind === 'kill_switch' && id !== '*'))
    return (
      <Link to="/ai-agents/$id" params={{ id: id.split('~')[0] ?? id }} look="ink">
        {subject}
      </Link>
    )
  return subject
}

function Filters({ search }: { search: Search }) {
  const navigate = route.useNavigate()
  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const read = (name: string) => String(given.get(name) ?? '').trim() || undefined
    const filters = { what: read('what'), subject: read('subject'), who: read('who'), from: read('from') }
    void navigate({ search: { ...filters, outcomes: search.outcomes }, replace: true })
  }
  return (
    <form onSubmit={find} className="flex flex-wrap items-end gap-3 p-4">
      <div className="min-w-40 flex-1">
        <TextField label={auditWords.what} placeholder={auditWords.whatHint} name="what" defaultValue={search.what} />
      </div>
      <div className="min-w-40 flex-1">
        <TextField label={auditWords.subject} name="subject" defaultValue={search.subject} />
      </div>
      <div className="min-w-40 flex-1">
        <TextField label={auditWords.who} placeholder={auditWords.whoHint} name="who" defaultValue={search.who} />
      </div>
      <div className="min-w-36">
        <TextField label={auditWords.from} name="from" type="date" defaultValue={search.from} />
      </div>
      <Button type="submit">{auditWords.find}</Button>
      <div className="basis-full">
        <Switch
          label={auditWords.outcomes}
          checked={search.outcomes === 'true'}
          onChange={(shown) => void navigate({ search: { ...search, outcomes: shown ? 'true' : undefined }, replace: true })}
        />
      </div>
      {isFiltered(search) ? (
        <Button variant="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
          {uiWords.clearFilters}
        </Button>
      ) : null}
    </form>
  )
}

function Rows({ entries, search }: { entries: ReturnType<typeof useCallPages<typeof listAudit>>; search: Search }) {
  const navigate = route.useNavigate()
  if (entries.isPending) return <Skeleton lines={8} />
  if (entries.isError) return <ErrorState error={entries.error} onRetry={entries.retry} />
  if (entries.items.length === 0 && isFiltered(search))
    return (
      <EmptyState kind="nothing-matches" onClear={() => void navigate({ search: {}, replace: true })}>
        {auditWords.emptyMatch}
      </EmptyState>
    )
  if (entries.items.length === 0) return <EmptyState kind="nothing-yet">{auditWords.empty}</EmptyState>
  return (
    <>
      <AuditList rows={entries.items} link={subjectLink} />
      <Pager shown={entries.items.length} hasMore={entries.hasMore} isLoading={entries.isLoadingMore} onMore={entries.more} />
    </>
  )
}
