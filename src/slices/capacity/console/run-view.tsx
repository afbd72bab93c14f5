import { count, exactTime, share } from '#console/messages/formats.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { Progress } from '#console/ui/progress.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton } from '#console/ui/table.tsx'
import type { Answer, Played } from '../contract.ts'
import { BreakingCards } from './breaking.tsx'
import { Curve } from './curve.tsx'
import { DayCharts } from './day-charts.tsx'
import type { Metric } from './pictures.ts'
import type { Run } from './question.ts'
import { Notes } from './quick-card.tsx'
import { runWords } from './run-words.ts'
import { capacityWords } from './words.ts'

type RunViewProps = {
  run: Run
  metric: Metric
  onMetric: (metric: Metric) => void
  onCancel?: () => void
  onKeep?: () => void
  onAgain: () => void
}

/** One simulation: how far it is, then what it found, the most important first, then what it rests on. */
export function RunView({ run, metric, onMetric, onCancel, onKeep, onAgain }: RunViewProps) {
  const { answer } = run
  const about = [runWords.about(run.team, run.inputsDigest, run.seed)]
  return (
    <>
      <Head run={run} onCancel={onCancel} onKeep={onKeep} onAgain={onAgain} />
      {answer?.base ? <BreakingCards answer={answer} about={about} /> : null}
      {answer && answer.curve.length > 1 ? <Curve answer={answer} metric={metric} onMetric={onMetric} about={about} /> : null}
      {answer ? <DayCharts answer={answer} about={about} /> : null}
      {answer?.base ? <BaseCard played={answer.base} about={about} /> : null}
      {answer ? <Provenance run={run} answer={answer} /> : null}
    </>
  )
}

function Head({ run, onCancel, onKeep, onAgain }: Omit<RunViewProps, 'metric' | 'onMetric'>) {
  const { state, progress, evidence, problem } = run
  const isGoing = state === 'running' || state === 'waiting'
  const step = runWords.steps(progress.step)
  return (
    <Card
      title={run.name ?? runWords.unnamed(exactTime(new Date(run.madeAt)))}
      subtitle={isGoing ? runWords.partial : runWords.states(state)}
    >
      <div className="grid gap-3">
        {isGoing ? (
          <div role="status">
            <Progress
              label={runWords.progress}
              done={progress.done}
              total={progress.total}
              text={runWords.stepOf(step, progress.done, progress.total)}
            />
          </div>
        ) : null}
        {state === 'failed' ? <StatusMark status="act" text={problem ?? runWords.failed} /> : null}
        {state === 'cancelled' ? <p>{runWords.cancelled}</p> : null}
        {evidence ? <StatusMark status="ok" text={runWords.kept(evidence.note)} /> : null}
        <div className="flex flex-wrap gap-2">
          {isGoing && onCancel ? <Button onClick={onCancel}>{runWords.cancel}</Button> : null}
          {state === 'done' && !evidence && onKeep ? <Button onClick={onKeep}>{runWords.keep}</Button> : null}
          <Button onClick={onAgain}>{runWords.again}</Button>
        </div>
      </div>
    </Card>
  )
}

type Range = { value: number; low: number; high: number }
type Figure = { name: string; text: string }

const minutes = (value: number) => capacityWords.minutes(value)
const part = (value: number) => share(value, 1)
const hours = (value: number) => capacityWords.hours(value)
const whole = (value: number) => count(Math.round(value))

/** A figure with its range; a range of no width is one value. */
export function rangeText(range: Range, format: (value: number) => string): string {
  const [value, low, high] = [format(range.value), format(range.low), format(range.high)]
  return low === high ? value : capacityWords.range(value, low, high)
}

function figuresOf(played: Played): Figure[] {
  const figure = (name: string, range: Range | null, format: (value: number) => string): Figure => ({
    name,
    text: range ? rangeText(range, format) : runWords.notKnown,
  })
  return [
    figure(capacityWords.late, played.lateShare, part),
    figure(runWords.waitMean, played.waitMinutesMean, minutes),
    figure(runWords.waitP50, played.waitMinutesP50, minutes),
    figure(runWords.waitP90, played.waitMinutesP90, minutes),
    figure(runWords.waitP99, played.waitMinutesP99, minutes),
    figure(runWords.depthP95, played.depthMaxP95, whole),
    figure(runWords.depthChance, played.depthChance, part),
    figure(runWords.occupancy, played.occupancy, part),
    figure(runWords.neverEmpty, played.neverEmptyShare, part),
    figure(runWords.leftAtClose, played.hoursLeftAtClose, hours),
    figure(runWords.expired, played.expiredShare, part),
  ]
}

function BaseCard({ played, about }: { played: Played; about: string[] }) {
  const rows = figuresOf(played)
  const columns: Column<Figure>[] = [
    { id: 'figure', head: runWords.figure, cell: (row) => row.name, value: (row) => row.name },
    { id: 'value', head: runWords.value, isNumber: true, cell: (row) => row.text, value: (row) => row.text },
  ]
  const title = runWords.baseTitle(played.days)
  return (
    <Card
      title={title}
      subtitle={runWords.baseSubtitle}
      actions={<CsvButton name="capacity-figures" columns={columns} rows={rows} about={about} />}
    >
      <FactList facts={rows.map(({ name, text }) => ({ name, value: text }))} />
    </Card>
  )
}

function Provenance({ run, answer }: { run: Run; answer: Answer }) {
  const { base, firstAnswerSeconds, allSeconds } = answer
  const facts = [
    { name: runWords.seed, value: run.seed },
    { name: runWords.engine, value: run.engine },
    { name: runWords.digest, value: run.inputsDigest },
    ...(base ? [{ name: runWords.days, value: runWords.daysIn(base.days, base.replications) }] : []),
    ...(base ? [{ name: runWords.events, value: count(base.exceptions) }] : []),
    ...(firstAnswerSeconds !== null && allSeconds !== null
      ? [{ name: runWords.took, value: runWords.tookSeconds(count(firstAnswerSeconds), count(allSeconds)) }]
      : []),
  ]
  return (
    <Card title={runWords.provenance}>
      <div className="grid gap-4">
        <FactList facts={facts} />
        <Notes notes={answer.quick.notes} />
      </div>
    </Card>
  )
}
