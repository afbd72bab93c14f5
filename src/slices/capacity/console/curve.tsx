import type { ReactNode } from 'react'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { About } from '#console/ui/csv.ts'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import type { Answer } from '../contract.ts'
import { curvePicture, type Metric } from './pictures.ts'
import { capacityWords } from './words.ts'

const names: { [metric in Metric]: () => string } = {
  wait: () => capacityWords.metricWait,
  late: () => capacityWords.metricLate,
  depth: () => capacityWords.metricDepth,
  busy: () => capacityWords.metricBusy,
  people: () => capacityWords.metricPeople,
}

type CurveProps = {
  answer: Answer
  metric: Metric
  onMetric: (metric: Metric) => void
  about: About[]
  /** Whose queue it is, where the page tells of several. */
  team?: string
  note?: ReactNode
  startsAs?: 'chart' | 'table'
}

/** What more volume does, with the people of the question. */
export function Curve({ answer, metric, onMetric, about, team, note, startsAs }: CurveProps) {
  const days = answer.curve.map(({ played }) => played.days)
  const subtitle = capacityWords.curveSubtitle(answer.base?.days ?? 0, Math.min(...days))
  const options = (Object.keys(names) as Metric[]).map((one) => ({ value: one, label: names[one]() }))
  return (
    <div className="grid min-w-0 gap-2">
      <span>
        <SegmentedControl label={capacityWords.metric} options={options} value={metric} onChange={onMetric} />
      </span>
      <Chart
        key={startsAs}
        name={`capacity-by-volume-${metric}`}
        title={team === undefined ? titleOf(answer) : capacityWords.curveOf(team, titleOf(answer))}
        subtitle={subtitle}
        picture={curvePicture(answer, metric)}
        about={[...about, subtitle]}
        height={280}
        note={note}
        startsAs={startsAs}
      />
    </div>
  )
}

function titleOf({ breaking }: Answer): string {
  if (breaking?.state === 'found' && breaking.at) return capacityWords.breaksShort(Math.round(breaking.at.volumePerDay.value))
  if (breaking?.state === 'beyond') return capacityWords.holdsShort(breaking.searchedTo)
  return breaking?.state === 'already' ? capacityWords.already : capacityWords.curveWorking
}
