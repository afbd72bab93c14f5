import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useFocusKept, useRowWalk } from '#console/row-walk.ts'
import { useMay } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { MorePages } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type PlaceNames, RevisitList, RevisitSum } from '#slices/adoption/console/revisit-list.tsx'
import { revisitWords } from '#slices/adoption/console/revisit-words.ts'
import type { Revisit } from '#slices/adoption/console/shapes.ts'
import { countRevisits, listRevisits } from '#slices/adoption/contract.ts'
import { Figure } from '#slices/measures/console/figure.tsx'
import { listMeasures } from '#slices/measures/contract.ts'
import { useAiAgentNames } from './ai-agent-names.ts'

const AnswerDialog = later(async () => (await import('#slices/adoption/console/answer-dialog.tsx')).AnswerDialog)

const route = getRouteApi('/frame/revisits')

/** Half a year after going live: is it still worth its place? */
export function RevisitsPage() {
  const { team } = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(team, 'adoption:read')
  const revisits = useCallPages(listRevisits, { team, limit: 50 }, { keepPrevious: true })
  const sum = useCall(countRevisits, {})
  const isKnown = !revisits.isPending && !revisits.isError && !revisits.isStale && sum.data !== undefined
  const names = { team: (id: string) => choice.teams.find((one) => one.id === id)?.name ?? id, aiAgent: useAiAgentNames() }
  return (
    <>
      <PageHeader
        title={screenWords.revisits}
        question={revisitWords.question}
        answer={isKnown ? answerOf(revisits.items, sum.data?.answered ?? 0) : undefined}
        meta={revisitWords.meta}
        actions={<TeamSelect choice={choice} all asked={team} onChoose={(id) => void navigate({ search: { team: id }, replace: true })} />}
      />
      <List revisits={revisits} names={names} />
      {sum.isPending ? <Skeleton lines={3} /> : null}
      {sum.isError ? <ErrorState error={sum.error} onRetry={() => void sum.refetch()} /> : null}
      {sum.data ? <RevisitSum sum={sum.data} /> : null}
    </>
  )
}

function answerOf(revisits: Revisit[], answered: number): string {
  const due = revisits.filter(({ isDue }) => isDue)
  const [oldest] = due
  return oldest ? revisitWords.answerDue(due.length, oldest.dueOn) : revisitWords.answerNone(answered)
}

type ListProps = { revisits: ReturnType<typeof useCallPages<typeof listRevisits>>; names: PlaceNames }

function List({ revisits, names }: ListProps) {
  const may = useMay()
  const [answering, setAnswering] = useState<Revisit | null>(null)
  const measures = useCall(listMeasures, {}, { staleTime: 60_000 })
  const mayAnswer = (team: string) => may('adoption:write', team)
  const first = revisits.items.find(({ isDue, team }) => isDue && mayAnswer(team))
  const place = useRowWalk<HTMLDivElement>(
    revisitWords,
    first ? [{ keys: 'a', label: revisitWords.answerFirst, run: () => setAnswering(first) }] : [],
  )
  useFocusKept(place)
  const definitionOf = (measure: string) => measures.data?.items.find(({ id }) => id === measure)
  if (revisits.isPending) return <Skeleton lines={6} />
  if (revisits.isError) return <ErrorState error={revisits.error} onRetry={revisits.retry} />
  if (revisits.items.length === 0)
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState
          kind="nothing-yet"
          action={
            <Link to="/ai-agents" look="button">
              {revisitWords.toAiAgents}
            </Link>
          }
        >
          {revisitWords.empty}
        </EmptyState>
      </div>
    )
  return (
    <div ref={place} className="grid gap-2">
      <RevisitList revisits={revisits.items} names={names} mayAnswer={mayAnswer} onAnswer={setAnswering} />
      <MorePages pages={revisits} />
      {answering ? (
        <AnswerDialog
          revisit={answering}
          names={names}
          nameOf={(measure) => definitionOf(measure)?.name ?? measure}
          figureOf={(figure) => <Figure figure={figure} unit={definitionOf(figure.measure)?.unit ?? 'cases'} />}
          onClose={() => setAnswering(null)}
        />
      ) : null}
    </div>
  )
}
