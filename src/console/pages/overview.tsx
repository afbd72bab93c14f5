import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { dayAndTime } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useTeamChoice, WithoutTeam } from '#console/team-choice.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { Choice } from '#console/ui/choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { hiddenIn } from '#slices/adoption/console/look.ts'
import { useDefinitions } from '#slices/measures/console/definitions.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { listMeasures } from '#slices/measures/contract.ts'
import { answerOf as findingOf, funnelPicture, isFlagged, type Reviewed } from '#slices/quality/console/picture.ts'
import { qualityWords } from '#slices/quality/console/words.ts'
import { type Overview, useOverview } from './overview-data.ts'
import { answerOf, type Decision, decisionsOf, type Names } from './overview-decisions.ts'
import { CapacityCard, DecisionsCard } from './overview-parts.tsx'
import { TeamsCard } from './overview-teams.tsx'
import { AdoptionCard, CohortsCard } from './overview-use.tsx'
import { overviewWords } from './overview-words.ts'

const Chart = later(async () => (await import('#console/ui/chart/chart.tsx')).Chart)

const route = getRouteApi('/frame/overview')

/** Are all teams still getting the same quality, and who needs which help? */
export function OverviewPage() {
  const choice = useTeamChoice(undefined, 'quality:read')
  if (!choice.team)
    return (
      <>
        <PageHeader title={screenWords.overview} question={overviewWords.question} />
        <WithoutTeam choice={choice} />
      </>
    )
  return <OfTeams teams={choice.teams} />
}

function OfTeams({ teams }: { teams: { id: string; name: string }[] }) {
  const { view } = route.useSearch()
  const navigate = route.useNavigate()
  const overview = useOverview()
  const measures = useCall(listMeasures, {}, { staleTime: 60_000 })
  useLiveRefresh('change', 'monitoring')
  const names: Names = {
    team: (id) => teams.find((team) => team.id === id)?.name ?? id,
    measure: (id) => measures.data?.items.find((measure) => measure.id === id)?.name ?? id,
  }
  const show = (next: 'charts' | 'tables') =>
    void navigate({ search: (before) => ({ ...before, view: next === 'tables' ? 'tables' : undefined }), replace: true })
  const decisions = decisionsOf(overview.known, names)
  useDecisionKeys(decisions, () => show(view === 'tables' ? 'charts' : 'tables'))
  const meta = metaOf(overview)
  const about = [meta]
  const startsAs = view === 'tables' ? 'table' : 'chart'
  const definitions = useDefinitions(overview.quality.data?.measures.map(({ measure }) => measure) ?? [])
  return (
    <>
      <PageHeader
        title={screenWords.overview}
        question={overviewWords.question}
        answer={answerOf(overview.known, names)}
        meta={meta}
        actions={
          <SegmentedControl
            label={overviewWords.view}
            options={[
              { value: 'charts', label: overviewWords.charts },
              { value: 'tables', label: overviewWords.tables },
            ]}
            value={view ?? 'charts'}
            onChange={show}
          />
        }
      />
      <DecisionsCard decisions={decisions} overview={overview} />
      <div className="grid items-start gap-4 xwide:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <Quality quality={overview.quality} names={names} startsAs={startsAs} />
          <CapacityCard runs={overview.runs} names={names} />
        </div>
        <div className="grid min-w-0 gap-4">
          <AdoptionCard adoption={overview.adoption} names={names} about={about} />
          <CohortsCard adoption={overview.adoption} about={about} startsAs={startsAs} />
        </div>
      </div>
      <TeamsCard teams={teams} overview={overview} names={names} about={[...about, ...definitions]} />
    </>
  )
}

function useDecisionKeys(decisions: Decision[], onSwitch: () => void) {
  const router = useRouter()
  useKeys([
    ...decisions
      .slice(0, 9)
      .map(({ path }, at) => ({ keys: String(at + 1), label: overviewWords.openNth(at + 1), run: () => router.history.push(path) })),
    { keys: 't', label: overviewWords.switchView, run: onSwitch },
  ])
}

/** Windows, who is not shown, that nothing is blended, and when it was read. */
function metaOf({ known: { quality, adoption }, asOf }: Overview): string {
  const hidden = adoption ? hiddenIn(adoption) : 0
  return [
    quality?.from && quality.to ? overviewWords.window(measureWords.onDay(quality.from), measureWords.onDay(quality.to)) : '',
    adoption?.from && adoption.to ? overviewWords.windowOfUse(measureWords.onDay(adoption.from), measureWords.onDay(adoption.to)) : '',
    adoption && hidden > 0 ? overviewWords.hidden(hidden, adoption.peopleMin) : '',
    overviewWords.meta,
    asOf ? overviewWords.asOf(dayAndTime(asOf)) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

type QualityProps = { quality: Overview['quality']; names: Names; startsAs: 'chart' | 'table' }

/** A share ends at all. */
const withinAll = (picture: Picture): Picture => ({ ...picture, y: { ...picture.y, to: 1 } })

/** The one asked for, else the first in which a team is flagged, else the one with most teams judged. */
function chosenOf(measures: Reviewed[], asked: string | undefined): Reviewed | undefined {
  const judged = [...measures].sort((one, other) => other.judged - one.judged)
  return measures.find(({ measure }) => measure === asked) ?? measures.find(({ teams }) => teams.some(isFlagged)) ?? judged[0]
}

/** Teams in the funnel of one figure, which the reader chooses. */
function Quality({ quality, names, startsAs }: QualityProps) {
  const { measure } = route.useSearch()
  const navigate = route.useNavigate()
  const chosen = chosenOf(quality.data?.measures ?? [], measure)
  const definitions = useDefinitions(chosen ? [chosen.measure] : [])
  if (quality.isPending) return <Skeleton lines={8} />
  if (quality.isError)
    return <ErrorState title={overviewWords.qualityFailed} error={quality.error} onRetry={() => void quality.refetch()} />
  if (!chosen || chosen.teams.length === 0)
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet">{qualityWords.nothing}</EmptyState>
      </div>
    )
  return (
    <div className="grid gap-2">
      <Choice
        label={overviewWords.measure}
        options={quality.data.measures.map((one) => ({ value: one.measure, label: names.measure(one.measure) }))}
        value={chosen.measure}
        onChange={(next) => void navigate({ search: (before) => ({ ...before, measure: next }), replace: true })}
      />
      <Chart
        key={`${chosen.measure} ${startsAs}`}
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
    </div>
  )
}
