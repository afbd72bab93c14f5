import type { ReactNode } from 'react'
import { Card } from '#console/ui/card.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { always, figureIn, isMoney, type Shown, told, units, type Week, type WeekFigure, type WeeksAnswer } from './look.ts'
import { WeekChart } from './week-chart.tsx'
import { weekWords } from './words.ts'

function figureText(shown: Shown, figure: WeekFigure | undefined): string {
  if (!figure || figure.n === 0) return weekWords.notKnown
  return figure.value === null ? weekWords.tooFew(figure.n) : told(shown, figure.value)
}

const rangeText = (shown: Shown, { low, high, value }: WeekFigure) =>
  shown.measure === 'decisions' || low === null || high === null || value === null
    ? ''
    : `${told(shown, Math.max(0, low))} – ${told(shown, high)}`

type HasFigures = { figures: WeekFigure[] }

function figureColumn<Row extends HasFigures>(shown: Shown): Column<Row> {
  return {
    id: `${shown.measure}-${shown.currency ?? ''}`,
    head: weekWords.measures(shown.measure, shown.currency),
    isNumber: true,
    cell: (row) => {
      const figure = figureIn(row, shown)
      return (
        <>
          {figureText(shown, figure)}
          {figure ? <span className="block text-meta whitespace-nowrap text-ink-2">{rangeText(shown, figure)}</span> : null}
        </>
      )
    },
    value: (row) => figureIn(row, shown)?.value,
  }
}

/** What all of it cost, and of how many that is known. */
function totalColumn<Row extends HasFigures>(shown: Shown): Column<Row> {
  return {
    id: `all-${shown.measure}-${shown.currency ?? ''}`,
    head: weekWords.totals(shown.measure, shown.currency),
    isNumber: true,
    cell: (row) => {
      const figure = figureIn(row, shown)
      if (!figure || figure.total === null) return weekWords.notKnown
      return (
        <>
          {told(shown, figure.total)}
          <span className="block text-meta whitespace-nowrap text-ink-2">{weekWords.known(figure.n, figure.of ?? figure.n)}</span>
        </>
      )
    },
    value: (row) => figureIn(row, shown)?.total,
  }
}

/** Measures of which anything was counted, money once for each currency; the first three always. */
function shownIn({ weeks }: WeeksAnswer): Shown[] {
  const all = weeks.flatMap(({ figures }) => figures).filter(({ measure, n }) => n > 0 || always.includes(measure))
  const seen = new Map(all.map(({ measure, currency }) => [`${measure}/${currency ?? ''}`, { measure, currency }]))
  const order = [...always, ...Object.keys(units)]
  return [...seen.values()].sort((one, other) => order.indexOf(one.measure) - order.indexOf(other.measure))
}

const columnsFor = <Row extends HasFigures>(answer: WeeksAnswer): Column<Row>[] =>
  shownIn(answer).flatMap((shown) => (isMoney(shown) ? [figureColumn<Row>(shown), totalColumn<Row>(shown)] : [figureColumn<Row>(shown)]))

type HasUptime = { uptime: Week['uptime'] }

function uptimeText({ uptime }: HasUptime): string {
  if (!uptime) return weekWords.uptimeNotKnown
  return uptime.expected === 0 ? weekWords.noneExpected : weekWords.uptimeOf(uptime.hours, uptime.expected)
}

const uptimeColumn = <Row extends HasUptime>(): Column<Row> => ({
  id: 'uptime',
  head: weekWords.uptime,
  isNumber: true,
  cell: uptimeText,
  value: ({ uptime }) => (uptime && uptime.expected > 0 ? uptime.hours / uptime.expected : null),
})

const weekText = ({ on, isOver }: Week) => (isOver ? weekWords.onDay(on) : `${weekWords.onDay(on)}, ${weekWords.running}`)

type WeeksProps = {
  answer: WeeksAnswer
  partsOf: 'team' | 'aiAgent'
  nameOf: (id: string) => string
  partLink?: (id: string) => ReactNode
  /** Where else to look when nothing is counted here. */
  elsewhere?: ReactNode
}

/** From the first week on in which anything was counted, the newest first. */
function sinceBegun(weeks: Week[]): Week[] {
  const begun = weeks.findIndex(({ figures, uptime }) => uptime !== null || figures.some(({ n }) => n > 0))
  return weeks.slice(Math.max(0, begun)).toReversed()
}

/** One AI agent, team, department or the organisation week by week: charts against the frozen baseline, the table, and its parts. */
export function Weeks({ answer, partsOf, nameOf, partLink, elsewhere }: WeeksProps) {
  if (answer.parts.length === 0)
    return (
      <Card title={weekWords.title}>
        <EmptyState kind="nothing-yet" action={elsewhere}>
          {weekWords.none}
        </EmptyState>
      </Card>
    )
  const rows = sinceBegun(answer.weeks)
  const hasUptime = rows.some((week) => week.uptime)
  const columns: Column<Week>[] = [
    { id: 'week', head: weekWords.week, cell: weekText, value: ({ on }) => on },
    ...columnsFor<Week>(answer),
    ...(hasUptime ? [uptimeColumn<Week>()] : []),
  ]
  return (
    <>
      <div className="grid items-start gap-4 xwide:grid-cols-3">
        {shownIn(answer).map((shown) => (
          <WeekChart key={`${shown.measure}-${shown.currency}`} answer={answer} shown={shown} />
        ))}
      </div>
      <Card
        title={weekWords.title}
        subtitle={answer.baselines.length === 0 ? `${weekWords.subtitle} ${weekWords.noBaseline}` : weekWords.subtitle}
        isFlush
        actions={<CsvButton name="weeks" columns={columns} rows={rows} about={[weekWords.meta]} />}
      >
        <Table caption={weekWords.title} isCaptionHidden columns={columns} rows={rows} rowKey={({ on }) => on} />
        <Notes answer={answer} hasUptime={hasUptime} />
      </Card>
      <Parts answer={answer} partsOf={partsOf} nameOf={nameOf} partLink={partLink} />
    </>
  )
}

function Notes({ answer, hasUptime }: { answer: WeeksAnswer; hasUptime: boolean }) {
  const shown = shownIn(answer).map(({ measure }) => measure)
  const notes = [
    hasUptime ? weekWords.uptimeHint : '',
    shown.some((measure) => measure !== 'decisions' && !always.includes(measure)) ? weekWords.knownMeta : '',
    shown.includes('run_time') || shown.includes('handle_time') ? weekWords.handleMeta : '',
  ].filter(Boolean)
  return notes.map((note) => (
    <p key={note} className="max-w-[110ch] px-4 py-1 text-meta text-ink-2 last:pb-3">
      {note}
    </p>
  ))
}

type Part = WeeksAnswer['parts'][number]

function Parts({ answer, partsOf, nameOf, partLink }: Omit<WeeksProps, 'elsewhere'>) {
  const name = ({ id }: Part) => (id === '' ? weekWords.noAiAgent : nameOf(id))
  const columns: Column<Part>[] = [
    {
      id: 'part',
      head: partsOf === 'team' ? weekWords.team : weekWords.aiAgent,
      cell: (part) => (part.id === '' || !partLink ? name(part) : partLink(part.id)),
      value: name,
    },
    ...columnsFor<Part>(answer),
    ...(answer.parts.some(({ uptime }) => uptime) ? [uptimeColumn<Part>()] : []),
  ]
  return (
    <Card
      title={weekWords.parts(partsOf)}
      subtitle={weekWords.partsHint}
      isFlush
      actions={<CsvButton name="weeks-parts" columns={columns} rows={answer.parts} about={[weekWords.partsHint]} />}
    >
      <Table caption={weekWords.parts(partsOf)} isCaptionHidden columns={columns} rows={answer.parts} rowKey={({ id }) => id} />
    </Card>
  )
}
