import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { figureIn, type Shown, told, type WeeksAnswer } from './look.ts'
import { weekWords } from './words.ts'

const dayMs = 86_400_000

/** What was usual a week or a case, with the words for it. */
function usualOf({ baselines }: WeeksAnswer, shown: Shown): { value: number; label: string } | null {
  const found = baselines.find(({ measure, currency }) => measure === shown.measure && currency === shown.currency)
  const value = found?.perWeek ?? found?.value ?? null
  if (!found || value === null) return null
  const text = told(shown, value)
  return { value, label: found.places < found.ofPlaces ? weekWords.usualOf(text, found.places, found.ofPlaces) : weekWords.against(text) }
}

/** One measure week by week, with its intervals, beside what was usual. */
export function WeekChart({ answer, shown }: { answer: WeeksAnswer; shown: Shown }) {
  const first = answer.weeks.findIndex((week) => week.figures.some(({ n }) => n > 0))
  const weeks = answer.weeks.slice(Math.max(0, first)).filter(({ isOver }) => isOver)
  if (weeks.every((week) => (figureIn(week, shown)?.value ?? null) === null)) return null
  const name = weekWords.measures(shown.measure, shown.currency)
  const isCount = shown.measure === 'decisions'
  const points = weeks.map((week) => {
    const { value = null, low = null, high = null } = figureIn(week, shown) ?? {}
    const ends = isCount || low === null || high === null ? {} : { low: Math.max(0, low), high }
    return { x: Date.parse(week.on) / dayMs, y: value, ...ends }
  })
  const usual = usualOf(answer, shown)
  const level =
    usual === null ? [] : [{ id: 'usual', label: usual.label, points: points.map(({ x }) => ({ x, y: usual.value })), tone: 3 as const }]
  const picture: Picture = {
    x: { label: weekWords.week, format: (at) => weekWords.onDay(new Date(at * dayMs).toISOString().slice(0, 10)) },
    y: { label: name, format: (value) => told(shown, value) },
    series: [{ id: shown.measure, label: name, points, tone: 1 }, ...level],
  }
  return (
    <Chart
      name={`weeks-${shown.measure}`}
      title={weekWords.chart(name)}
      subtitle={[isCount ? weekWords.chartCount : weekWords.chartSubtitle, usual === null ? '' : weekWords.chartUsual].join(' ').trim()}
      picture={picture}
      about={[weekWords.meta]}
      height={200}
    />
  )
}
