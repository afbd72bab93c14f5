import { getRouteApi } from '@tanstack/react-router'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { Choice } from '#console/ui/choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { useDefinitions } from '#slices/measures/console/definitions.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { answerOf as findingOf, funnelPicture, isFlagged, type Reviewed, tellsApart } from '#slices/quality/console/picture.ts'
import { qualityWords } from '#slices/quality/console/words.ts'
import type { Overview } from '../pages/overview-data.ts'
import type { Names } from '../pages/overview-decisions.ts'
import { partWords } from './overview-words.ts'

const route = getRouteApi('/frame/overview')

type QualityProps = { quality: Overview['quality']; names: Names; startsAs: 'chart' | 'table' }

/** A share ends at all. */
const withinAll = (picture: Picture): Picture => ({ ...picture, y: { ...picture.y, to: 1 } })

/** The one asked for, else the first in which a team is flagged, else of those that tell teams apart the one with most judged. */
function chosenOf(measures: Reviewed[], asked: string | undefined): Reviewed | undefined {
  const judged = [...measures].sort((one, other) => Number(tellsApart(other)) - Number(tellsApart(one)) || other.judged - one.judged)
  return measures.find(({ measure }) => measure === asked) ?? measures.find(({ teams }) => teams.some(isFlagged)) ?? judged[0]
}

/** Teams in the funnel of one figure, which the reader chooses. */
export function QualityCard({ quality, names, startsAs }: QualityProps) {
  const { measure } = route.useSearch()
  const navigate = route.useNavigate()
  const chosen = chosenOf(quality.data?.measures ?? [], measure)
  if (quality.isPending) return <Skeleton lines={8} />
  if (quality.isError) return <ErrorState title={partWords.qualityFailed} error={quality.error} onRetry={() => void quality.refetch()} />
  if (!chosen || quality.data.measures.every(({ judged }) => judged === 0))
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet">{qualityWords.nothing}</EmptyState>
      </div>
    )
  return (
    <div className="grid gap-2">
      <Choice
        label={partWords.measure}
        options={quality.data.measures.map((one) => ({ value: one.measure, label: names.measure(one.measure) }))}
        value={chosen.measure}
        onChange={(next) => void navigate({ search: (before) => ({ ...before, measure: next }), replace: true })}
      />
      <Funnel key={`${chosen.measure} ${startsAs}`} chosen={chosen} names={names} startsAs={startsAs} />
    </div>
  )
}

function Funnel({ chosen, names, startsAs }: { chosen: Reviewed; names: Names; startsAs: 'chart' | 'table' }) {
  const definitions = useDefinitions([chosen.measure])
  if (chosen.teams.every(({ adjusted }) => adjusted === null))
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet" title={names.measure(chosen.measure)}>
          {findingOf(chosen, names.team)}
        </EmptyState>
      </div>
    )
  return (
    <Chart
      name={`overview-${chosen.measure}`}
      title={findingOf(chosen, names.team)}
      subtitle={
        <>
          {`${names.measure(chosen.measure)}. ${qualityWords.funnelSubtitle} `}
          <Link to="/measures" search={{ measure: chosen.measure }}>
            {measureWords.open}
          </Link>
        </>
      }
      picture={withinAll(funnelPicture(chosen, names.team))}
      about={[qualityWords.funnelSubtitle, ...definitions]}
      height={300}
      startsAs={startsAs}
    />
  )
}
