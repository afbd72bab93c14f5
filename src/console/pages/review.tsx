import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { readSearch, writeSearch } from '#console/search.ts'
import { useMay, useMe } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { notify } from '#console/ui/toast.tsx'
import { useTitles } from '#console/use-titles.ts'
import { Facts } from '#slices/decisions/console/facts.tsx'
import { nameOf, typeName } from '#slices/decisions/console/names.ts'
import type { Borrowed } from '#slices/exceptions/console/case.tsx'
import { Inbox } from '#slices/exceptions/console/inbox.tsx'
import type { QueueSearch } from '#slices/exceptions/console/queue-head.tsx'
import { type Team, TeamNames } from '#slices/exceptions/console/team-names.ts'
import { caseWords, queueWords } from '#slices/exceptions/console/words.ts'
import { countExceptions, listViews } from '#slices/exceptions/contract.ts'
import { listTeams } from '#slices/identity/contract.ts'
import { useAiAgentNames } from './ai-agent-names.ts'
import { reviewWords } from './review-words.ts'

const route = getRouteApi('/frame/review')

const noTeams: Team[] = []

/** What waits for me, and is this answer right? */
export function ReviewPage() {
  const { item, ...search } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const { rights } = useMe()
  const titles = useTitles()
  const counts = useCall(countExceptions, {})
  const teams = useCall(listTeams, { limit: 200 }, { staleTime: 60_000 })
  const all = teams.data?.items ?? noTeams
  const nameOfTeam = useMemo(() => {
    const names = new Map(all.map(({ id, name }) => [id, name]))
    return (id: string) => names.get(id) ?? id
  }, [all])
  const aiAgentName = useAiAgentNames()
  const borrowed: Borrowed = useMemo(
    () => ({ Facts, nameOf, typeName: (type) => typeName(titles, type), aiAgentName, decisionLink }),
    [titles, aiAgentName],
  )
  const toSearch = (next: QueueSearch & { item?: string }) => void navigate({ search: next, replace: true })
  useDefaultView(
    Object.values({ ...search, item }).every((value) => value === undefined),
    (query) => toSearch(readSearch(query)),
  )
  return (
    <TeamNames value={nameOfTeam}>
      <Inbox
        header={
          <>
            <PageHeader
              title={screenWords.review}
              question={screenWords.review}
              meta={counts.data ? queueWords.answer(counts.data.open, counts.data.resolvedToday) : undefined}
            />
            {search.aiAgent ? (
              <OnlyOne name={aiAgentName(search.aiAgent)} onAll={() => toSearch({ ...search, aiAgent: undefined })} />
            ) : null}
          </>
        }
        search={search}
        item={item ?? null}
        teams={all}
        viewTeams={all.filter(({ id }) => rights['exceptions:work'] !== undefined && may('exceptions:work', id))}
        mayWork={may('exceptions:work')}
        borrowed={borrowed}
        onSearch={(change) => toSearch({ ...search, ...change })}
        onClear={() => toSearch({})}
        onItem={(id) => toSearch({ ...search, item: id ?? undefined })}
        onCopy={(id) => void copyLink(id)}
        onApplyView={(query) => toSearch(readSearch(query))}
        viewQuery={writeSearch(search)}
      />
    </TeamNames>
  )
}

/** The list holds what one AI agent asked: said, with the way back to all. */
function OnlyOne({ name, onAll }: { name: string; onAll: () => void }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      {reviewWords.only(name)}
      <Button size="small" onClick={onAll}>
        {reviewWords.all}
      </Button>
    </p>
  )
}

async function copyLink(id: string | null) {
  const link = new URL(location.href)
  if (id !== null) link.searchParams.set('item', id)
  await navigator.clipboard.writeText(link.href)
  notify({ title: queueWords.copied })
}

const decisionLink = (id: string) => (
  <Link to="/decisions/$id" params={{ id }}>
    {caseWords.record}
  </Link>
)

let wasOpened = false

/** The reader's own view opens first, once for each visit, and never over what an address asks for. */
function useDefaultView(isBare: boolean, apply: (query: string) => void) {
  const views = useCall(listViews, { screen: 'review' }, { enabled: isBare && !wasOpened, staleTime: 60_000 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once, when the views arrive
  useEffect(() => {
    if (!views.data || wasOpened) return
    wasOpened = true
    const query = views.data.items.find((view) => view.isDefault)?.query
    if (isBare && query) apply(query)
  }, [views.data])
}
