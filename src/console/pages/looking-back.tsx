import { useState } from 'react'
import { PathLink } from '#console/path-link.tsx'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { getFigures } from '#slices/measures/contract.ts'
import { lookBackWords } from '#slices/quality/console/look-back-words.ts'
import type { listLevelChanges } from '#slices/quality/contract.ts'

export type LevelChange = OutputOf<typeof listLevelChanges>['items'][number]

export type Names = { team: (id: string) => string; measure: (id: string) => string }

const dayMs = 86_400_000
const partOf = ({ n, x }: { n: number; x: number }) => x / n
const keyOf = ({ measure, since }: LevelChange) => `${measure} ${since}`

/** A change in one sentence: from where to where, when, and in how many teams. */
export function changeTold(change: LevelChange, names: Names): string {
  const { before, after, moved, compared, teams } = change
  return lookBackWords.told({
    measure: names.measure(change.measure),
    from: lookBackWords.percent(partOf(before)),
    to: lookBackWords.percent(partOf(after)),
    since: measureWords.onDay(change.since),
    moved,
    compared,
    teams: teams.filter(({ hasMoved }) => hasMoved).map(({ team }) => names.team(team)),
  })
}

type LookingBackProps = {
  changes: { data: OutputOf<typeof listLevelChanges> | undefined; isError: boolean; error: unknown; refetch: () => unknown }
  names: Names
}

/** What changed in all that was counted, when nobody watched, with a picture of one of the changes. */
export function LookingBack({ changes, names }: LookingBackProps) {
  const [chosen, setChosen] = useState<string>()
  const items = changes.data?.items ?? []
  const shown = items.find((change) => keyOf(change) === chosen) ?? items[0]
  const columns = columnsOf(names, (change) => setChosen(keyOf(change)))
  return (
    <>
      <Card
        title={lookBackWords.title}
        subtitle={lookBackWords.subtitle}
        isFlush
        actions={
          items.length > 0 ? <CsvButton name="looking-back" columns={columns} rows={items} about={[lookBackWords.subtitle]} /> : null
        }
      >
        <Found changes={changes} columns={columns} />
      </Card>
      {shown ? <Around key={keyOf(shown)} change={shown} name={names.measure(shown.measure)} /> : null}
    </>
  )
}

function Found({ changes, columns }: { changes: LookingBackProps['changes']; columns: Column<LevelChange>[] }) {
  if (changes.isError) return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />
  if (!changes.data) return <Skeleton lines={3} />
  if (changes.data.items.length === 0) return <EmptyState kind="nothing-left">{lookBackWords.empty}</EmptyState>
  return <Table caption={lookBackWords.title} isCaptionHidden columns={columns} rows={changes.data.items} rowKey={keyOf} />
}

function columnsOf(names: Names, onShow: (change: LevelChange) => void): Column<LevelChange>[] {
  const level = (side: 'before' | 'after'): Column<LevelChange> => ({
    id: side,
    head: lookBackWords[side],
    isNumber: true,
    cell: ({ [side]: { n, x } }) => (
      <>
        {lookBackWords.percent(x / n)}
        <span className="block text-meta text-ink-2">{lookBackWords.sample(x, n)}</span>
      </>
    ),
    value: (row) => partOf(row[side]),
  })
  return [
    { id: 'measure', head: lookBackWords.measure, cell: (row) => names.measure(row.measure), value: (row) => names.measure(row.measure) },
    { id: 'since', head: lookBackWords.since, cell: (row) => measureWords.onDay(row.since), value: (row) => row.since },
    level('before'),
    level('after'),
    {
      id: 'teams',
      head: lookBackWords.teams,
      isNumber: true,
      cell: ({ moved, compared }) => lookBackWords.teamsOf(moved, compared),
      value: ({ moved, compared }) => lookBackWords.teamsOf(moved, compared),
    },
    { id: 'acts', head: lookBackWords.records, cell: (row) => <Acts change={row} name={names.measure(row.measure)} onShow={onShow} /> },
  ]
}

function Acts({ change, name, onShow }: { change: LevelChange; name: string; onShow: (change: LevelChange) => void }) {
  const since = measureWords.onDay(change.since)
  const records = new URLSearchParams({ measure: change.measure, from: change.since, to: change.after.to })
  return (
    <span className="flex flex-wrap items-center gap-3">
      <Button size="small" aria-label={lookBackWords.showOf(name, since)} onClick={() => onShow(change)}>
        {lookBackWords.show}
      </Button>
      <PathLink path={`/conversations?${records}`}>{lookBackWords.records}</PathLink>
    </span>
  )
}

const aroundDays = 56
const shifted = (on: string, days: number) => new Date(Date.parse(on) + days * dayMs).toISOString().slice(0, 10)

function Around({ change, name }: { change: LevelChange; name: string }) {
  const { measure, since } = change
  const window = { from: shifted(since, -aroundDays), to: shifted(since, aroundDays - 1) }
  const figures = useCall(getFigures, { measures: measure, ...window, by: 'day' })
  const points = (figures.data?.rows ?? []).flatMap(({ on, n, x }) =>
    on && n > 0 && x !== null ? [{ x: Date.parse(on) / dayMs, y: x / n }] : [],
  )
  if (points.length < 2) return null
  const day = (at: number) => measureWords.onDay(new Date(at * dayMs).toISOString().slice(0, 10))
  const picture: Picture = {
    x: { label: lookBackWords.day, format: day },
    y: { label: name, format: (value) => lookBackWords.percent(value), from: 0, to: points.some(({ y }) => y > 0.5) ? 1 : undefined },
    series: [{ id: measure, label: name, points, tone: 1, shape: 'points' }],
    marks: [{ x: Date.parse(since) / dayMs, label: lookBackWords.since }],
  }
  return (
    <Chart
      name={`looking-back-${measure}`}
      title={lookBackWords.chartTitle(name, measureWords.onDay(since))}
      subtitle={lookBackWords.chartSubtitle}
      picture={picture}
      about={[lookBackWords.chartSubtitle]}
    />
  )
}
