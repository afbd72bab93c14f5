import { getRouteApi } from '@tanstack/react-router'
import { day, share } from '#console/messages/formats.ts'
import { useCallPages } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { gradeWords as words } from '#slices/usage/console/words.ts'
import { listGrades } from '#slices/usage/contract.ts'

const route = getRouteApi('/frame/confidence/answers')
type Search = ReturnType<typeof route.useSearch>
type Grade = OutputOf<typeof listGrades>['items'][number]

const shareIn = (text: string | undefined) => {
  const value = Number(text)
  return text === undefined || !(value >= 0 && value <= 1) ? undefined : value
}

/** Checked answers: what stands behind the figures of an AI agent's confidence. */
export function GradesPage() {
  const search = route.useSearch()
  const { agent, version, kind, right, scope } = search
  const [from, below] = [shareIn(search.from), shareIn(search.below)]
  // The API reads these from the address as words.
  const pages = useCallPages(listGrades, {
    aiAgent: agent,
    aiAgentVersion: version,
    kind,
    isRight: right === undefined ? undefined : right === 'true',
    isInScope: scope === undefined ? undefined : scope === 'true',
    confidenceFrom: from,
    confidenceBelow: below,
  })
  const about = [words.about, filterOf(search)].filter(Boolean)
  const list = columns()
  return (
    <>
      <PageHeader
        title={words.title}
        question={words.question}
        answer={pages.items.length > 0 ? words.answer(pages.items.length) : undefined}
        meta={[filterOf(search), words.meta].filter(Boolean).join(' ')}
        actions={
          <>
            <Link to="/confidence" search={{ agent, version }} look="button">
              {words.back}
            </Link>
            <CsvButton name="checked-answers" columns={list} rows={pages.items} about={about} />
          </>
        }
      />
      <Card isFlush>
        {pages.isPending ? <Skeleton lines={8} /> : null}
        {pages.isError ? <ErrorState error={pages.error} onRetry={pages.retry} /> : null}
        {!pages.isPending && !pages.isError && pages.items.length === 0 ? (
          <EmptyState kind="nothing-yet">{Object.values(search).some(Boolean) ? words.empty : words.emptyAll}</EmptyState>
        ) : null}
        {pages.items.length > 0 ? (
          <>
            <Table caption={words.title} isCaptionHidden columns={list} rows={pages.items} rowKey={(row) => `${row.team} ${row.id}`} />
            <Pager shown={pages.items.length} hasMore={pages.hasMore} isLoading={pages.isLoadingMore} onMore={pages.more} />
          </>
        ) : null}
      </Card>
    </>
  )
}

function filterOf({ agent, version, kind, right, scope, from, below }: Search): string {
  const parts = [
    agent,
    version,
    kind,
    right && (right === 'true' ? words.right : words.wrong),
    scope === 'false' ? words.outOfScope : undefined,
    shareIn(from) === undefined ? undefined : words.from(shareIn(from) ?? 0),
    shareIn(below) === undefined ? undefined : words.below(shareIn(below) ?? 1),
  ].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? '' : words.filter(parts as string[])
}

function foundOf({ isRight, isInScope }: Grade) {
  if (isRight) return { status: 'ok' as const, text: words.right }
  return isInScope ? { status: 'act' as const, text: words.wrong } : { status: 'watch' as const, text: words.outOfScope }
}

const columns = (): Column<Grade>[] => [
  { id: 'id', head: words.id, cell: (row) => <span className="wrap-anywhere">{row.id}</span>, value: (row) => row.id },
  { id: 'found', head: words.found, cell: (row) => <StatusMark {...foundOf(row)} />, value: (row) => foundOf(row).text },
  {
    id: 'confidence',
    head: words.confidence,
    cell: (row) => (row.confidence === null ? '–' : share(row.confidence, 1)),
    value: (row) => row.confidence,
    isNumber: true,
  },
  { id: 'kind', head: words.kind, cell: (row) => row.kind || '–', value: (row) => row.kind },
  { id: 'answer', head: words.said, cell: (row) => row.answer ?? '–', value: (row) => row.answer },
  { id: 'version', head: words.version, cell: (row) => row.aiAgentVersion, value: (row) => row.aiAgentVersion },
  { id: 'team', head: words.team, cell: (row) => row.team, value: (row) => row.team },
  { id: 'at', head: words.at, cell: (row) => day(new Date(row.at)), value: (row) => row.at },
]
