import type { ReactNode } from 'react'
import { count, day, share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { EmptyState } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { aiAgentWeeks } from '../contract.ts'
import { weekWords } from './words.ts'

export type WeeksAnswer = OutputOf<typeof aiAgentWeeks>
type Week = WeeksAnswer['weeks'][number]
type Figure = Week['figures'][number]

const measures = ['decisions', 'errors', 'exceptions', 'handle_time', 'cost']
const drawn = ['decisions', 'errors', 'exceptions']

const formats: { [measure: string]: (value: number) => string } = {
  decisions: count,
  errors: (value) => share(value, 1),
  exceptions: (value) => share(value, 1),
  handle_time: (value) => weekWords.seconds(value),
  cost: (value) => weekWords.cents(value),
}

const told = (measure: string, value: number) => formats[measure]?.(value) ?? count(value)
const figureIn = ({ figures }: { figures: Figure[] }, measure: string) => figures.find((one) => one.measure === measure)

function figureText(figure: Figure | undefined): string {
  if (!figure || figure.n === 0) return weekWords.notKnown
  if (figure.value === null) return weekWords.tooFew(figure.n)
  return told(figure.measure, figure.value)
}

const rangeText = ({ measure, low, high, value }: Figure) =>
  measure === 'decisions' || low === null || high === null || value === null ? '' : `${told(measure, low)} – ${told(measure, high)}`

function figureColumn<Row extends { figures: Figure[] }>(measure: string): Column<Row> {
  return {
    id: measure,
    head: weekWords.measures(measure),
    isNumber: true,
    cell: (row) => {
      const figure = figureIn(row, measure)
      return (
        <>
          {figureText(figure)}
          {figure ? <span className="block text-meta whitespace-nowrap text-ink-2">{rangeText(figure)}</span> : null}
        </>
      )
    },
    value: (row) => figureIn(row, measure)?.value,
  }
}

/** Measures of which anything was counted; the first three always. */
const shownIn = ({ weeks }: WeeksAnswer) =>
  measures.filter((measure) => drawn.includes(measure) || weeks.some((week) => (figureIn(week, measure)?.n ?? 0) > 0))

const weekText = ({ on, isOver }: Week) => (isOver ? day(new Date(on)) : `${day(new Date(on))}, ${weekWords.running}`)

function columnsOf(answer: WeeksAnswer): Column<Week>[] {
  const uptime: Column<Week> = {
    id: 'uptime',
    head: weekWords.uptime,
    isNumber: true,
    cell: (week) => (week.uptime ? weekWords.uptimeOf(week.uptime.hours, week.uptime.expected) : weekWords.notKnown),
    value: (week) => (week.uptime ? week.uptime.hours / week.uptime.expected : null),
  }
  return [
    { id: 'week', head: weekWords.week, cell: weekText, value: ({ on }) => on },
    ...shownIn(answer).map((measure) => figureColumn<Week>(measure)),
    ...(answer.weeks.some((week) => week.uptime) ? [uptime] : []),
  ]
}

type WeeksProps = { answer: WeeksAnswer; partsOf: 'team' | 'aiAgent'; partLink?: (id: string) => ReactNode }

/** One AI agent, team or organisation week by week: charts against the frozen baseline, the table, and its parts. */
export function Weeks({ answer, partsOf, partLink }: WeeksProps) {
  const columns = columnsOf(answer)
  if (answer.parts.length === 0)
    return (
      <Card title={weekWords.title}>
        <EmptyState kind="nothing-yet">{weekWords.none}</EmptyState>
      </Card>
    )
  return (
    <>
      <div className="grid items-start gap-4 xwide:grid-cols-3">
        {drawn.map((measure) => (
          <MeasureChart key={measure} answer={answer} measure={measure} />
        ))}
      </div>
      <Card
        title={weekWords.title}
        subtitle={weekWords.subtitle}
        isFlush
        actions={<CsvButton name="weeks" columns={columns} rows={answer.weeks} about={[weekWords.meta]} />}
      >
        <Table caption={weekWords.title} isCaptionHidden columns={columns} rows={answer.weeks.toReversed()} rowKey={({ on }) => on} />
        {answer.weeks.some((week) => week.uptime) ? <p className="px-4 py-2 text-meta text-ink-2">{weekWords.uptimeHint}</p> : null}
      </Card>
      <Parts answer={answer} partsOf={partsOf} partLink={partLink} />
    </>
  )
}

const dayMs = 86_400_000

function baselineOf({ baselines }: WeeksAnswer, measure: string): number | null {
  const found = baselines.find((one) => one.measure === measure)
  return found ? (found.perWeek ?? found.value) : null
}

function MeasureChart({ answer, measure }: { answer: WeeksAnswer; measure: string }) {
  const first = answer.weeks.findIndex((week) => week.figures.some(({ n }) => n > 0))
  const weeks = answer.weeks.slice(Math.max(0, first)).filter(({ isOver }) => isOver)
  const usual = baselineOf(answer, measure)
  const name = weekWords.measures(measure)
  if (weeks.every((week) => (figureIn(week, measure)?.value ?? null) === null)) return null
  const points = weeks.map((week) => {
    const figure = figureIn(week, measure)
    const ends = figure?.low === null || figure?.high === null || measure === 'decisions' ? {} : { low: figure?.low, high: figure?.high }
    return { x: Date.parse(week.on) / dayMs, y: figure?.value ?? null, ...ends }
  })
  const picture: Picture = {
    x: { label: weekWords.week, format: (at) => day(new Date(at * dayMs)) },
    y: { label: name, format: (value) => told(measure, value) },
    series: [
      { id: measure, label: name, points, tone: 1 },
      ...(usual === null
        ? []
        : [{ id: 'usual', label: weekWords.against(told(measure, usual)), points: levelAt(points, usual), tone: 3 as const }]),
    ],
  }
  return (
    <Chart
      name={`weeks-${measure}`}
      title={weekWords.chart(name)}
      subtitle={weekWords.chartSubtitle}
      picture={picture}
      about={[weekWords.meta]}
      height={200}
    />
  )
}

const levelAt = (points: readonly { x: number }[], y: number) => points.map(({ x }) => ({ x, y }))

type Part = WeeksAnswer['parts'][number]

function Parts({ answer, partsOf, partLink }: WeeksProps) {
  const name = (part: Part) => (part.id === '' ? weekWords.noAiAgent : part.id)
  const columns: Column<Part>[] = [
    {
      id: 'part',
      head: partsOf === 'team' ? weekWords.team : weekWords.aiAgent,
      cell: (part) => (part.id === '' || !partLink ? name(part) : partLink(part.id)),
      value: name,
    },
    ...shownIn(answer).map((measure) => figureColumn<Part>(measure)),
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
