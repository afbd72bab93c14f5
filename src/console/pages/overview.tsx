import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { dayAndTime } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useTeamChoice, WithoutTeam } from '#console/team-choice.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { hiddenIn } from '#slices/adoption/console/look.ts'
import { useDefinitions } from '#slices/measures/console/definitions.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { listMeasures } from '#slices/measures/contract.ts'
import { useAiAgentNames } from './ai-agent-names.ts'
import { type Overview, useOverview } from './overview-data.ts'
import {
  answerOf,
  comparedIn,
  type Decision,
  type Divergence,
  decisionsOf,
  type Flags,
  flagsByTeam,
  type Names,
} from './overview-decisions.ts'
import { DecisionsCard } from './overview-parts.tsx'
import { overviewWords } from './overview-words.ts'

const AdoptionCard = later(async () => (await import('../later-parts/overview-use.tsx')).AdoptionCard)
const CohortsCard = later(async () => (await import('../later-parts/overview-use.tsx')).CohortsCard)
const CapacityCard = later(async () => (await import('../later-parts/overview-capacity.tsx')).CapacityCard)
const CapacityCurve = later(async () => (await import('../later-parts/overview-capacity.tsx')).CapacityCurve)
const QualityCard = later(async () => (await import('../later-parts/overview-quality.tsx')).QualityCard)
const TeamsCard = later(async () => (await import('../later-parts/overview-teams.tsx')).TeamsCard)

const none: Flags = new Map()

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
    aiAgent: useAiAgentNames(),
    measure: (id) => measures.data?.items.find((measure) => measure.id === id)?.name ?? id,
  }
  const show = (next: 'charts' | 'tables') =>
    void navigate({ search: (before) => ({ ...before, view: next === 'tables' ? 'tables' : undefined }), replace: true })
  const decisions = decisionsOf(overview.known, names)
  useDecisionKeys(decisions, () => show(view === 'tables' ? 'charts' : 'tables'))
  const flags = overview.known.quality ? flagsByTeam(overview.known.quality) : none
  const meta = metaOf(overview, names)
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
          <QualityCard quality={overview.quality} names={names} startsAs={startsAs} />
          <CohortsCard adoption={overview.adoption} about={about} startsAs={startsAs} />
        </div>
        <div className="grid min-w-0 gap-4">
          <AdoptionCard adoption={overview.adoption} names={names} about={about} />
          <CapacityCurve runs={overview.runs} names={names} about={about} startsAs={startsAs} />
          <CapacityCard runs={overview.runs} names={names} />
        </div>
      </div>
      <TeamsCard teams={teams} overview={overview} flags={flags} names={names} about={[...about, ...definitions]} />
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

/** The window of what is compared; by figure where they have several. */
function windowsOf(quality: Divergence, names: Names): string[] {
  const figures = comparedIn(quality)
  const isOne = new Set(figures.map(({ from, to }) => `${from} ${to}`)).size === 1
  const told = figures[0] && isOne ? [{ ...figures[0], name: '' }] : figures.map((one) => ({ ...one, name: names.measure(one.measure) }))
  return told.map(({ from, to, name }) => overviewWords.window(name, measureWords.onDay(from), measureWords.onDay(to)))
}

/** Windows, who is not shown, that nothing is blended, and when it was read. */
function metaOf({ known: { quality, adoption }, asOf }: Overview, names: Names): string {
  const hidden = adoption ? hiddenIn(adoption) : 0
  return [
    ...(quality ? windowsOf(quality, names) : []),
    adoption?.from && adoption.to ? overviewWords.windowOfUse(measureWords.onDay(adoption.from), measureWords.onDay(adoption.to)) : '',
    adoption && hidden > 0 ? overviewWords.hidden(hidden, adoption.peopleMin) : '',
    overviewWords.meta,
    asOf ? overviewWords.asOf(dayAndTime(asOf)) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}
