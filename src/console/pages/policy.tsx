import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLiveRefresh } from '#console/live.ts'
import { exactTime } from '#console/messages/formats.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { CsvButton } from '#console/ui/table.tsx'
import { StandardsTable, standardCsvColumns } from '#slices/policy/console/standards-table.tsx'
import type { StandardSummary } from '#slices/policy/console/types.ts'
import { policyWords } from '#slices/policy/console/words.ts'
import { listStandards } from '#slices/policy/contract.ts'
import { UncoveredCard, useUncovered } from './policy-uncovered.tsx'

/** All standards, and what has none. */
export function PolicyPage() {
  const { q } = useSearch({ strict: false }) as { q?: string }
  const mayWrite = useMay()('standards:write')
  const standards = useCallPages(listStandards, { q, limit: 50 }, { keepPrevious: true })
  const first = useCall(listStandards, { limit: 1 })
  const uncovered = useUncovered()
  useLiveRefresh('change', 'policy')
  return (
    <>
      <PageHeader
        title={policyWords.screen}
        question={policyWords.question}
        answer={first.data ? answerOf(first.data.counts, uncovered.length) : undefined}
        meta={policyWords.definition}
        actions={
          <>
            <CsvButton name="standards" columns={standardCsvColumns()} rows={standards.items} about={csvAbout(q)} pages={standards} />
            {mayWrite ? <WriteLink /> : null}
          </>
        }
      />
      <UncoveredCard rows={uncovered} mayWrite={mayWrite} />
      <section aria-label={policyWords.caption} className="min-w-0 overflow-hidden rounded-l border border-line bg-card">
        <SearchBox q={q ?? ''} />
        <Standards standards={standards} q={q} mayWrite={mayWrite} />
      </section>
    </>
  )
}

function answerOf(counts: { published: number; draft: number; withdrawn: number }, uncovered: number): string {
  const parts = [
    policyWords.answer(counts),
    counts.withdrawn > 0 ? policyWords.withdrawnToo(counts.withdrawn) : '',
    uncovered > 0 ? policyWords.uncoveredToo(uncovered) : '',
  ]
  return parts.filter(Boolean).join(' ')
}

const csvAbout = (q: string | undefined) => [
  policyWords.csvAbout(exactTime(new Date())),
  ...(q === undefined || q === '' ? [] : [policyWords.csvSearch(q)]),
]

function WriteLink() {
  return (
    <Link look="button" icon={Plus} to={'/policy/new' as '/'}>
      {policyWords.write}
    </Link>
  )
}

/** What is typed stands in the address, so that a link shows the same list. */
function SearchBox({ q }: { q: string }) {
  const [typed, setTyped] = useState(q)
  const navigate = useNavigate()
  useEffect(() => {
    if (typed === q) return undefined
    const timer = setTimeout(
      () => void navigate({ to: '/policy' as '/', search: (typed === '' ? {} : { q: typed }) as never, replace: true }),
      250,
    )
    return () => clearTimeout(timer)
  }, [typed, q, navigate])
  return (
    <div className="max-w-sm p-3">
      <TextField
        type="search"
        label={policyWords.search}
        isLabelHidden
        placeholder={policyWords.search}
        value={typed}
        maxLength={100}
        onChange={setTyped}
      />
    </div>
  )
}

type Listed = ReturnType<typeof useCallPages<typeof listStandards>> & { items: StandardSummary[] }

function Standards({ standards, q, mayWrite }: { standards: Listed; q?: string; mayWrite: boolean }) {
  const navigate = useNavigate()
  if (standards.isPending) return <Skeleton lines={8} />
  if (standards.isError)
    return (
      <ErrorState
        title={policyWords.listFailed}
        error={standards.error}
        stillWorks={policyWords.listStillWorks}
        onRetry={standards.retry}
      />
    )
  if (standards.items.length === 0 && q)
    return (
      <EmptyState kind="nothing-matches" onClear={() => void navigate({ to: '/policy' as '/', search: {} as never })}>
        {policyWords.noMatch}
      </EmptyState>
    )
  if (standards.items.length === 0) return <NoStandards mayWrite={mayWrite} />
  return (
    <>
      <StandardsTable rows={standards.items} />
      <Pager shown={standards.items.length} hasMore={standards.hasMore} isLoading={standards.isLoadingMore} onMore={standards.more} />
    </>
  )
}

function NoStandards({ mayWrite }: { mayWrite: boolean }) {
  return (
    <div className="grid gap-2">
      <EmptyState kind="nothing-yet" title={policyWords.emptyTitle} action={mayWrite ? <WriteLink /> : undefined}>
        {policyWords.empty}
      </EmptyState>
      <div className="max-w-2xl px-6 pb-6">
        <CodeBlock label={policyWords.emptyCommand} code="npx pilotage standards apply standards/refund.yaml" />
      </div>
    </div>
  )
}
