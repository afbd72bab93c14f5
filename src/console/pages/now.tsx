import { getRouteApi } from '@tanstack/react-router'
import { useLiveRefresh } from '#console/live.ts'
import { day, exactTime, timeOfDay } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMe } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { Select } from '#console/ui/select.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { tierText } from '#console/ui/tier-mark.tsx'
import { useTitles } from '#console/use-titles.ts'
import { Coverage } from '#slices/decisions/console/coverage.tsx'
import { LiveDecisions } from '#slices/decisions/console/live-decisions.tsx'
import { typeName } from '#slices/decisions/console/names.ts'
import { ByAiAgent, type Summary, TierTotals } from '#slices/decisions/console/summary-cards.tsx'
import { decisionWords } from '#slices/decisions/console/words.ts'
import { getSummary } from '#slices/decisions/contract.ts'
import { AllStopped } from '#slices/registry/console/all-stopped.tsx'
import { useAiAgentNames } from './ai-agent-names.ts'
import { nowWords } from './now-words.ts'

const route = getRouteApi('/frame/now')
const hours = { '1h': 1, '24h': 24, '7d': 168 }
type Window = keyof typeof hours
const tiers = ['autonomous', 'review', 'human_only'] as const

/** What the AI agents ask, as they ask it, and how much of it goes on its own. */
export function NowPage() {
  const search = route.useSearch()
  const window: Window = search.window ?? '24h'
  const me = useMe()
  const summary = useCall(getSummary, { hours: hours[window] }, { keepPrevious: true })
  useLiveRefresh('decisions', 'decisions')
  useLiveRefresh('change', 'registry')
  return (
    <>
      <PageHeader
        title={screenWords.now}
        question={nowWords.question}
        answer={summary.data ? answerOf(summary.data) : undefined}
        meta={summary.data ? windowText(summary.data) : undefined}
        actions={<WindowChoice window={window} />}
      />
      <AllStopped mayUse={me.rights['kill-switch:write'] === 'all'} />
      <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <Figures summary={summary} />
        </div>
        <Live summary={summary.data} />
      </div>
    </>
  )
}

function answerOf({ decisions, inForce }: Summary): string {
  if (decisions === 0) return decisionWords.nothing
  return decisionWords.answer(decisions, inForce)
}

function windowText({ from }: Summary): string {
  const since = new Date(from)
  return decisionWords.windowMeta(`${day(since)}, ${timeOfDay(since)}`)
}

function WindowChoice({ window }: { window: Window }) {
  const navigate = route.useNavigate()
  const options = [
    { value: '1h' as const, label: decisionWords.window1h },
    { value: '24h' as const, label: decisionWords.window24h },
    { value: '7d' as const, label: decisionWords.window7d },
  ]
  const choose = (next: Window) =>
    void navigate({ search: (before) => ({ ...before, window: next === '24h' ? undefined : next }), replace: true })
  return <SegmentedControl label={decisionWords.window} options={options} value={window} onChange={choose} />
}

function Figures({ summary }: { summary: ReturnType<typeof useCall<typeof getSummary>> }) {
  const nameOf = useTeamNames()
  const aiAgentName = useAiAgentNames()
  if (summary.isPending) return <Skeleton lines={6} />
  if (summary.isError) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
  if (summary.data.decisions === 0) return null
  const { from, asOf } = summary.data
  const about = [nowWords.aboutWindow(exactTime(new Date(from)), exactTime(new Date(asOf)))]
  return (
    <>
      <TierTotals summary={summary.data} about={about} />
      <Coverage summary={summary.data} writeLink={writeLink} />
      <ByAiAgent summary={summary.data} about={about} nameOf={nameOf} link={(id) => <AiAgentLink id={id} name={aiAgentName(id)} />} />
    </>
  )
}

function AiAgentLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/ai-agents/$id" params={{ id }} look="ink">
      {name}
    </Link>
  )
}

const writeLink = (type: string) => (
  <Link to="/policy/new" search={{ id: type }}>
    {decisionWords.writeStandard}
  </Link>
)

function Live({ summary }: { summary: Summary | undefined }) {
  const { tier, team, agent, type, uncovered } = route.useSearch()
  const navigate = route.useNavigate()
  const titles = useTitles()
  const nameOf = useTeamNames()
  const aiAgentName = useAiAgentNames()
  const isFiltered = [tier, team, agent, type, uncovered].some(Boolean)
  const clear = () => void navigate({ search: ({ window }) => ({ window }), replace: true })
  return (
    <LiveDecisions
      key={[tier, team, agent, type, uncovered].join(' ')}
      filter={{ tier, team, aiAgent: agent, decisionType: type, uncovered }}
      titles={titles}
      nameOf={nameOf}
      aiAgentName={aiAgentName}
      controls={<Filters summary={summary} titles={titles} />}
      onClear={isFiltered ? clear : undefined}
      emptyAction={
        <Link to="/welcome" look="button">
          {nowWords.welcome}
        </Link>
      }
    />
  )
}

type FiltersProps = { summary: Summary | undefined; titles: ReadonlyMap<string, string> }

/** No id begins with a sign. */
const ALL = '*'

function Filters({ summary, titles }: FiltersProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const aiAgentName = useAiAgentNames()
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const aiAgents = withChosen(summary?.byAiAgent.map((row) => row.aiAgent) ?? [], search.agent)
  const types = withChosen(summary?.byType.map((row) => row.decisionType) ?? [], search.type)
  return (
    <>
      <SegmentedControl
        label={decisionWords.tier}
        options={[
          { value: 'all' as const, label: decisionWords.allTiers },
          ...tiers.map((tier) => ({ value: tier, label: tierText(tier) })),
        ]}
        value={search.tier ?? 'all'}
        onChange={(tier) => set({ tier: tier === 'all' ? undefined : tier })}
      />
      <div className="flex grow flex-wrap gap-3">
        <div className="min-w-36 flex-1">
          <Select
            label={decisionWords.aiAgent}
            isLabelHidden
            options={[{ value: ALL, label: decisionWords.allAiAgents }, ...aiAgents.map((id) => ({ value: id, label: aiAgentName(id) }))]}
            value={search.agent ?? ALL}
            onChange={(agent) => set({ agent: agent === ALL ? undefined : agent })}
          />
        </div>
        <div className="min-w-36 flex-1">
          <Select
            label={decisionWords.type}
            isLabelHidden
            options={[{ value: ALL, label: decisionWords.allTypes }, ...types.map((id) => ({ value: id, label: typeName(titles, id) }))]}
            value={search.type ?? ALL}
            onChange={(type) => set({ type: type === ALL ? undefined : type })}
          />
        </div>
      </div>
    </>
  )
}

/** Each of them once, and what the address asks for even if this window has none of it. */
function withChosen(found: string[], chosen: string | undefined): string[] {
  return [...new Set(chosen === undefined ? found : [...found, chosen])].sort()
}
