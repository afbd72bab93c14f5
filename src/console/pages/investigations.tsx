import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice, useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { listMeasures } from '#slices/measures/contract.ts'
import { investigationWords } from '#slices/quality/console/words.ts'
import { type getInvestigation, listInvestigations } from '#slices/quality/contract.ts'

const OpenDialog = later(async () => (await import('#slices/quality/console/open-dialog.tsx')).OpenDialog)

const route = getRouteApi('/frame/investigations')

type Investigation = OutputOf<typeof getInvestigation>

const looks = { open: 'watch', found: 'watch', treated: 'info', closed: 'ok' } as const

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

/** What is being looked into, and what came of it. */
export function InvestigationsPage() {
  const { team, shown } = route.useSearch()
  const navigate = route.useNavigate()
  const go = useNavigate()
  const may = useMay()
  const choice = useTeamChoice(team, 'quality:read')
  const investigations = useCallPages(listInvestigations, { team, isOpen: shown === 'closed' ? 'false' : 'true' }, { keepPrevious: true })
  const measures = useCall(listMeasures, {})
  const [isOpening, setIsOpening] = useState(false)
  const writable = choice.teams.filter(({ id }) => may('quality:write', id))
  const open = writable.length > 0 ? () => setIsOpening(true) : undefined
  useKeys(open ? [{ keys: 'i', label: investigationWords.open, run: open }] : [])
  return (
    <>
      <PageHeader
        title={screenWords.investigations}
        question={investigationWords.question}
        answer={answerOf(investigations, shown)}
        meta={investigationWords.meta}
        actions={
          <>
            <TeamSelect choice={choice} all onChoose={(id) => void navigate({ search: { team: id, shown }, replace: true })} asked={team} />
            {open ? (
              <Button variant="primary" keyHint="i" onClick={open}>
                {investigationWords.open}
              </Button>
            ) : null}
          </>
        }
      />
      <SegmentedControl
        label={investigationWords.shown}
        options={[
          { value: 'open', label: investigationWords.shownOpen },
          { value: 'closed', label: investigationWords.shownClosed },
        ]}
        value={shown ?? 'open'}
        onChange={(which) => void navigate({ search: { team, shown: which === 'closed' ? 'closed' : undefined }, replace: true })}
      />
      <Rows investigations={investigations} isClosed={shown === 'closed'} />
      {isOpening ? (
        <OpenDialog
          first={{ team: team ?? writable[0]?.id ?? '', question: '', from: daysAgo(28), to: daysAgo(0) }}
          teams={writable}
          measures={measures.data?.items ?? []}
          onClose={() => setIsOpening(false)}
          onOpened={(id) => void go({ to: '/investigations/$id', params: { id } })}
        />
      ) : null}
    </>
  )
}

type Pages = ReturnType<typeof useCallPages<typeof listInvestigations>>

function answerOf({ isPending, isError, items, hasMore }: Pages, shown: 'closed' | undefined): string | undefined {
  if (isPending || isError || hasMore || shown === 'closed') return undefined
  return items.length === 0 ? investigationWords.answerNone : investigationWords.answer(items.length)
}

const columnsOf = (nameOf: (team: string) => string): Column<Investigation>[] => [
  {
    id: 'question',
    head: investigationWords.asked,
    cell: (row) => (
      <Link to="/investigations/$id" params={{ id: row.id }}>
        {row.question}
      </Link>
    ),
    value: (row) => row.question,
  },
  { id: 'team', head: investigationWords.team, cell: (row) => nameOf(row.team), value: (row) => nameOf(row.team) },
  {
    id: 'window',
    head: investigationWords.from,
    cell: (row) => investigationWords.window(measureWords.onDay(row.from), measureWords.onDay(row.to)),
    value: (row) => row.from,
    also: [{ head: investigationWords.until, value: (row) => row.to }],
  },
  {
    id: 'state',
    head: investigationWords.state,
    cell: (row) => (
      <span className="grid gap-0.5">
        <StatusMark status={looks[row.state]} text={investigationWords.states(row.state)} />
        {row.state === 'open' || row.state === 'found' ? (
          <span className="text-meta text-ink-2">{investigationWords.missing(row.missing)}</span>
        ) : null}
      </span>
    ),
    value: (row) => investigationWords.states(row.state),
  },
]

function Rows({ investigations, isClosed }: { investigations: Pages; isClosed: boolean }) {
  const nameOf = useTeamNames()
  if (investigations.isPending) return <Skeleton lines={4} />
  if (investigations.isError) return <ErrorState error={investigations.error} onRetry={investigations.retry} />
  if (investigations.items.length === 0)
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet">{isClosed ? investigationWords.emptyClosed : investigationWords.empty}</EmptyState>
      </div>
    )
  const columns = columnsOf(nameOf)
  return (
    <Card
      title={screenWords.investigations}
      isFlush
      actions={
        <CsvButton
          name="investigations"
          columns={columns}
          rows={investigations.items}
          about={[investigationWords.meta]}
          pages={investigations}
        />
      }
    >
      <Table caption={screenWords.investigations} isCaptionHidden columns={columns} rows={investigations.items} rowKey={({ id }) => id} />
      <Pager
        shown={investigations.items.length}
        hasMore={investigations.hasMore}
        isLoading={investigations.isLoadingMore}
        onMore={investigations.more}
      />
    </Card>
  )
}
