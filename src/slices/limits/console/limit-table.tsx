import type { ReactNode } from 'react'
import { count, share } from '#console/messages/formats.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import type { Rest } from '#console/ui/exports.ts'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listLimits } from '../contract.ts'
import { type PlaceNames, placeName } from './place.ts'
import { plainRate, RateOf } from './rate.tsx'
import { limitWords } from './words.ts'

export type LimitView = OutputOf<typeof listLimits>['items'][number]

const keyOf = ({ team, aiAgent }: LimitView) => `${team} ${aiAgent ?? ''}`

function stateOf(view: LimitView): { status: Status; text: string } {
  if (view.breaches.length > 0) return { status: 'act', text: limitWords.stateBroken }
  if (!view.limit) return { status: view.isLive ? 'watch' : 'none', text: limitWords.stateUnset }
  if (view.figures.rate.status === 'too_few') return { status: 'none', text: limitWords.stateTooFew }
  return { status: 'ok', text: limitWords.stateKept }
}

function stateMark(view: LimitView): ReactNode {
  const { status, text } = stateOf(view)
  return <StatusMark status={status} text={text} />
}

const columnsOf = (names: PlaceNames): Column<LimitView>[] => [
  {
    id: 'place',
    head: limitWords.place,
    cell: (view) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span>
          {view.aiAgent === null ? limitWords.wholeTeam : names.aiAgent(view.aiAgent)}
          <span className="block text-meta font-normal text-ink-2">{names.team(view.team)}</span>
        </span>
        {view.isLive ? <Badge>{limitWords.live}</Badge> : null}
      </span>
    ),
    value: (view) => placeName(view, names),
  },
  { id: 'state', head: limitWords.state, cell: stateMark, value: (view) => stateOf(view).text },
  {
    id: 'rate',
    head: limitWords.rate,
    cell: (view) => <RateOf rate={view.figures.rate} limit={view.limit ? share(view.limit.rateMax, 1) : undefined} />,
    ...plainRate(limitWords.rate, (view: LimitView) => view.figures.rate),
  },
  {
    id: 'with',
    head: limitWords.withExtra,
    cell: (view) => <RateOf rate={view.figures.rateWithExtraWork} />,
    ...plainRate(limitWords.withExtra, (view: LimitView) => view.figures.rateWithExtraWork),
  },
  {
    id: 'depth',
    head: limitWords.depth,
    isNumber: true,
    cell: (view) => (
      <>
        {count(view.figures.depth)}
        {view.limit ? <span className="block text-meta text-ink-2">{limitWords.atMost(count(view.limit.depthMax))}</span> : null}
      </>
    ),
    value: (view) => view.figures.depth,
  },
  {
    id: 'window',
    head: limitWords.window,
    cell: (view) => limitWords.hours(view.figures.windowHours),
    value: (view) => view.figures.windowHours,
  },
]

type LimitTableProps = {
  views: LimitView[]
  names: PlaceNames
  pages: Rest
  mayWrite: (team: string) => boolean
  onChange: (view: LimitView) => void
}

/** Every place that has or needs a limit, with the figures that it is held against. */
export function LimitTable({ views, names, pages, mayWrite, onChange }: LimitTableProps) {
  const plain = columnsOf(names)
  const acts: Column<LimitView> = {
    id: 'acts',
    head: limitWords.acts,
    cell: (view) =>
      mayWrite(view.team) ? (
        <Button
          size="small"
          aria-label={view.limit ? limitWords.changeFor(placeName(view, names)) : limitWords.setFor(placeName(view, names))}
          onClick={() => onChange(view)}
        >
          {view.limit ? limitWords.change : limitWords.set}
        </Button>
      ) : null,
  }
  return (
    <Card
      title={limitWords.title}
      subtitle={limitWords.subtitle}
      isFlush
      actions={<CsvButton name="limits" columns={plain} rows={views} about={[limitWords.subtitle]} pages={pages} />}
    >
      <Table
        caption={limitWords.title}
        isCaptionHidden
        columns={views.some((view) => mayWrite(view.team)) ? [...plain, acts] : plain}
        rows={views}
        rowKey={keyOf}
      />
    </Card>
  )
}
