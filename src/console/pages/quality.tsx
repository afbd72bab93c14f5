import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { PathLink } from '#console/path-link.tsx'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamChoice } from '#console/team-choice.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { useDefinitions } from '#slices/measures/console/definitions.ts'
import { measureWords } from '#slices/measures/console/words.ts'
import { listMeasures } from '#slices/measures/contract.ts'
import type { Asking } from '#slices/quality/console/open-dialog.tsx'
import { answerOf, funnelPicture, inOrder, type Reviewed, tellsApart } from '#slices/quality/console/picture.ts'
import { TeamTable } from '#slices/quality/console/team-table.tsx'
import { type Window, WindowForm } from '#slices/quality/console/window-form.tsx'
import { qualityWords } from '#slices/quality/console/words.ts'
import { getDivergence } from '#slices/quality/contract.ts'

const OpenDialog = later(async () => (await import('#slices/quality/console/open-dialog.tsx')).OpenDialog)

const route = getRouteApi('/frame/quality')
const first = 'sla_met'

/** Which team really differs, after its mix of cases, and since when. */
export function QualityPage() {
  const { measure = first, from, to } = route.useSearch()
  const navigate = route.useNavigate()
  const measures = useCall(listMeasures, {})
  const divergence = useCall(getDivergence, { measures: measure, from, to }, { keepPrevious: true })
  const choice = useTeamChoice(undefined, 'quality:read')
  const nameOf = (id: string) => choice.teams.find((team) => team.id === id)?.name ?? id
  const shares = measures.data?.items.filter(({ form, isAboutPeople }) => form === 'share' && !isAboutPeople) ?? []
  const [reviewed] = divergence.data?.measures ?? []
  const window = windowOf(divergence.data)
  const chosen = shares.find(({ id }) => id === measure)
  const isChosen = from !== undefined || to !== undefined
  return (
    <>
      <PageHeader
        title={screenWords.quality}
        question={qualityWords.question}
        answer={reviewed && answerOf(reviewed, nameOf)}
        meta={metaOf(divergence.data, isChosen)}
        actions={
          <>
            <Select
              label={qualityWords.measure}
              options={shares.map(({ id, name }) => ({ value: id, label: name }))}
              value={measure}
              onChange={(id) => void navigate({ search: { measure: id === first ? undefined : id, from, to }, replace: true })}
            />
            <Link to="/investigations" look="button">
              {qualityWords.toInvestigations}
            </Link>
          </>
        }
      />
      {window ? (
        <WindowForm
          window={window}
          isChosen={isChosen}
          onChoose={(days) => void navigate({ search: (before) => ({ measure: before.measure, ...days }), replace: true })}
        />
      ) : null}
      <Results
        divergence={divergence}
        reviewed={reviewed}
        window={window}
        name={chosen?.name ?? measure}
        teams={choice.teams}
        nameOf={nameOf}
      />
    </>
  )
}

type Told = OutputOf<typeof getDivergence> | undefined

const windowOf = (data: Told): Window | null => (data?.from && data.to ? { from: data.from, to: data.to } : null)

/** The window, and why it is not the newest one where it is not. */
function metaOf(data: Told, isChosen: boolean): string {
  const window = windowOf(data)
  if (!window) return qualityWords.meta
  const isOlder = !isChosen && data?.newest && data.newest > window.to
  return [
    qualityWords.window(measureWords.onDay(window.from), measureWords.onDay(window.to)),
    ...(isOlder ? [qualityWords.thinSince(measureWords.onDay(data.newest ?? ''))] : []),
    qualityWords.meta,
  ].join(' · ')
}

type ResultsProps = Omit<EvidenceProps, 'reviewed' | 'window'> & {
  divergence: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown; data: Told }
  reviewed: Reviewed | undefined
  window: Window | null
}

function Results({ divergence, reviewed, window, ...rest }: ResultsProps) {
  if (divergence.isPending) return <Skeleton lines={8} />
  if (divergence.isError) return <ErrorState error={divergence.error} onRetry={() => void divergence.refetch()} />
  if (reviewed && window && reviewed.teams.length > 0) return <Evidence reviewed={reviewed} window={window} {...rest} />
  return (
    <div className="rounded-l border border-line bg-card">
      <EmptyState kind="nothing-yet">{qualityWords.nothing}</EmptyState>
    </div>
  )
}

type EvidenceProps = {
  reviewed: Reviewed
  window: Window
  name: string
  teams: { id: string; name: string }[]
  nameOf: (id: string) => string
}

function Evidence({ reviewed, window, name, teams, nameOf }: EvidenceProps) {
  const may = useMay()
  const go = useNavigate()
  const [asking, setAsking] = useState<Asking | null>(null)
  const writable = teams.filter(({ id }) => may('quality:write', id))
  const about = [qualityWords.window(window.from, window.to), qualityWords.funnelSubtitle, ...useDefinitions([reviewed.measure])]
  const ask = (team: string) =>
    setAsking({ team, measure: reviewed.measure, question: qualityWords.questionOf(nameOf(team), name), ...window })
  const { spread } = reviewed
  return (
    <>
      {reviewed.teams.some(({ adjusted }) => adjusted !== null) ? (
        <Chart
          name={`quality-${reviewed.measure}`}
          title={qualityWords.funnelTitle}
          subtitle={qualityWords.funnelSubtitle}
          picture={funnelPicture(reviewed, nameOf)}
          about={about}
          height={300}
        />
      ) : null}
      <FactList
        facts={[
          { name: name, value: reviewed.overall === null ? '–' : qualityWords.overall(reviewed.overall) },
          ...(spread ? [{ name: qualityWords.spread, value: qualityWords.spreadOf(spread.value, spread.low, spread.high) }] : []),
          {
            name: qualityWords.meaning,
            value: (
              <Link to="/measures" search={{ measure: reviewed.measure }}>
                {measureWords.open}
              </Link>
            ),
          },
        ]}
      />
      <TeamTable
        teams={inOrder(reviewed.teams, nameOf)}
        canTell={tellsApart(reviewed)}
        nameOf={nameOf}
        about={about}
        file={`quality-${reviewed.measure}-teams`}
        records={(team) => (
          <PathLink path={`/conversations?${new URLSearchParams({ team, measure: reviewed.measure, ...window })}`}>
            {qualityWords.records}
          </PathLink>
        )}
        onInvestigate={writable.length > 0 ? ask : undefined}
      />
      {asking ? (
        <OpenDialog
          first={asking}
          teams={writable}
          measures={[{ id: reviewed.measure, name }]}
          onClose={() => setAsking(null)}
          onOpened={(id) => void go({ to: '/investigations/$id', params: { id } })}
        />
      ) : null}
    </>
  )
}
