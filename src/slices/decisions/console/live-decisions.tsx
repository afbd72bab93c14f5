import { Pause, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRowWalk } from '#console/row-walk.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { useExport } from '#console/ui/exports.ts'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, plainColumn, shownOf } from '#console/ui/table.tsx'
import { tierText } from '#console/ui/tier-mark.tsx'
import { DecisionRow } from './decision-row.tsx'
import { type DecisionFilter, type DecisionSummary, useLiveDecisions } from './live-list.ts'
import { type Titles, typeName } from './names.ts'
import { decisionWords } from './words.ts'

type LiveDecisionsProps = {
  filter: DecisionFilter
  titles: Titles
  /** What a team is called. */
  nameOf: (team: string) => string
  /** What an AI agent is called. */
  aiAgentName: (id: string) => string
  /** Controls that choose the filter. */
  controls?: ReactNode
  /** Given when a filter of the screen is set. */
  onClear?: () => void
  /** What an installation without a decision offers next. */
  emptyAction?: ReactNode
}

type Names = Pick<LiveDecisionsProps, 'titles' | 'nameOf' | 'aiAgentName'>

const columnsOf = ({ titles, nameOf, aiAgentName }: Names): Column<DecisionSummary>[] => [
  plainColumn('at', decisionWords.recorded, (row) => row.recordedAt),
  plainColumn('type', decisionWords.type, (row) => typeName(titles, row.decisionType)),
  plainColumn('tier', decisionWords.tier, (row) => tierText(row.tier)),
  plainColumn('because', decisionWords.because, (row) => row.because),
  plainColumn('aiAgent', decisionWords.aiAgent, (row) => aiAgentName(row.aiAgent)),
  plainColumn('team', decisionWords.team, (row) => nameOf(row.team)),
  plainColumn('shadow', decisionWords.shadow, (row) => row.recordOnly),
  plainColumn('uncovered', decisionWords.uncovered, (row) => !row.isCovered),
  plainColumn('id', decisionWords.id, (row) => row.id),
]

/** The decisions as they are recorded. It never moves while somebody points at it or walks in it. */
export function LiveDecisions({ filter, titles, nameOf, aiAgentName, controls, onClear, emptyAction }: LiveDecisionsProps) {
  const [isPaused, setIsPaused] = useState(false)
  const [isPointedAt, setIsPointedAt] = useState(false)
  const [hasFocus, setHasFocus] = useState(false)
  const { list, waiting, isMany, showNew } = useLiveDecisions(filter, !isPaused && !isPointedAt && !hasFocus)
  const place = useRowWalk<HTMLDivElement>({ next: decisionWords.next, previous: decisionWords.previous }, [
    { keys: 'n', label: decisionWords.showNew, run: showNew },
    { keys: 'p', label: isPaused ? decisionWords.goOn : decisionWords.pause, run: () => setIsPaused(!isPaused) },
  ])
  useExport({
    place,
    isButton: true,
    records: () => list.items,
    title: () => decisionWords.listCaption,
    read: () => shownOf({ file: 'decisions', columns: columnsOf({ titles, nameOf, aiAgentName }), rows: list.items, rest: list }),
  })
  return (
    <Card
      title={decisionWords.listCaption}
      subtitle={isPaused ? decisionWords.paused : decisionWords.flowing}
      isFlush
      actions={
        <Button icon={isPaused ? Play : Pause} keyHint="p" onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? decisionWords.goOn : decisionWords.pause}
        </Button>
      }
    >
      {controls && (onClear || list.items.length > 0) ? <div className="flex flex-wrap items-end gap-3 px-4 pb-3">{controls}</div> : null}
      <Waiting waiting={waiting} isMany={isMany} onShow={showNew} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices that somebody is reading here */}
      <div
        ref={place}
        onPointerEnter={() => setIsPointedAt(true)}
        onPointerLeave={() => setIsPointedAt(false)}
        onFocus={() => setHasFocus(true)}
        onBlur={(event) => setHasFocus(event.currentTarget.contains(event.relatedTarget))}
      >
        <Rows list={list} titles={titles} nameOf={nameOf} aiAgentName={aiAgentName} onClear={onClear} emptyAction={emptyAction} />
      </div>
    </Card>
  )
}

function Waiting({ waiting, isMany, onShow }: { waiting: number; isMany: boolean; onShow: () => void }) {
  return (
    <>
      {waiting > 0 ? (
        <div className="border-t border-line bg-selected px-4 py-1.5">
          <Button size="small" keyHint="n" onClick={onShow}>
            {isMany ? decisionWords.newMany(waiting) : decisionWords.newWaiting(waiting)}
          </Button>
        </div>
      ) : null}
      <span role="status" className="sr-only">
        {waiting > 0 ? decisionWords.newSpoken : ''}
      </span>
    </>
  )
}

type RowsProps = Names &
  Pick<LiveDecisionsProps, 'onClear' | 'emptyAction'> & {
    list: ReturnType<typeof useLiveDecisions>['list']
  }

function Rows({ list, titles, nameOf, aiAgentName, onClear, emptyAction }: RowsProps) {
  if (list.isPending) return <Skeleton lines={8} />
  if (list.isError) return <ErrorState error={list.error} onRetry={list.retry} />
  if (list.items.length === 0 && onClear)
    return (
      <EmptyState kind="nothing-matches" onClear={onClear}>
        {decisionWords.noMatch}
      </EmptyState>
    )
  if (list.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={emptyAction}>
        {decisionWords.emptyList}
      </EmptyState>
    )
  return (
    <>
      <ul aria-label={decisionWords.listCaption} className="border-t border-line">
        {list.items.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} titles={titles} nameOf={nameOf} aiAgentName={aiAgentName} />
        ))}
      </ul>
      <Pager shown={list.items.length} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.more} />
    </>
  )
}
