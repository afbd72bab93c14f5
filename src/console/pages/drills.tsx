import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { ago } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { type TeamChoice, TeamSelect, useTeamChoice, WithoutTeam } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { Catalogue } from '#slices/drills/console/catalogue.tsx'
import { DrillList } from '#slices/drills/console/drill-list.tsx'
import type { Drill, Scenario } from '#slices/drills/console/look.ts'
import { drillWords } from '#slices/drills/console/words.ts'
import { listDrills, readiness } from '#slices/drills/contract.ts'
import { listAiAgents } from '#slices/registry/contract.ts'

const StartDialog = later(async () => (await import('#slices/drills/console/start-dialog.tsx')).StartDialog)

const route = getRouteApi('/frame/drills')
const LOOK_MS = 10_000

/** Labelled failures that set off the real procedure, and what they showed. */
export function DrillsPage() {
  const { team: asked } = route.useSearch()
  const choice = useTeamChoice(asked, 'drills:read')
  if (!choice.team)
    return (
      <>
        <PageHeader title={screenWords.drills} question={drillWords.question} />
        <WithoutTeam choice={choice} />
      </>
    )
  return <OfTeam key={choice.team.id} choice={choice} team={choice.team} />
}

function OfTeam({ choice, team }: { choice: TeamChoice; team: NonNullable<TeamChoice['team']> }) {
  const navigate = route.useNavigate()
  const may = useMay()
  const drills = useCallPages(listDrills, { team: team.id, limit: 20 }, { refetchInterval: LOOK_MS })
  const ready = useCall(readiness, { team: team.id }, { refetchInterval: LOOK_MS })
  const [starting, setStarting] = useState<Scenario | null>(null)
  const aiAgents = useCall(listAiAgents, { team: team.id, limit: 100 }, { enabled: starting !== null })
  const running = ready.data?.running
  return (
    <>
      <PageHeader
        title={screenWords.drills}
        question={drillWords.question}
        answer={drills.isPending || drills.isError ? undefined : answerOf(drills.items)}
        meta={drillWords.meta}
        actions={<TeamSelect choice={choice} onChoose={(id) => void navigate({ search: { team: id } })} />}
      />
      {running ? (
        <p className="flex flex-wrap items-center gap-3">
          <StatusMark status="info" text={drillWords.answerRunning} />
          <Link to="/drills/$id" params={{ id: running }}>
            {drillWords.timeline}
          </Link>
        </p>
      ) : null}
      <Catalogue ready={ready.data} onStart={may('drills:write', team.id) ? setStarting : undefined} />
      <DrillList
        drills={drills}
        link={(drill) => (
          <Link to="/drills/$id" params={{ id: drill.id }} look="ink" data-row>
            {drillWords.scenarios(drill.scenario)}
          </Link>
        )}
      />
      {starting && (!starting.needsAiAgent || !aiAgents.isPending) ? (
        <StartDialog
          scenario={starting}
          team={team}
          aiAgents={aiAgents.data?.items ?? []}
          isOpenNow={ready.data?.isOpenNow ?? false}
          onClose={() => setStarting(null)}
          onStarted={(id) => void navigate({ to: '/drills/$id', params: { id } })}
        />
      ) : null}
    </>
  )
}

function answerOf(drills: Drill[]): string {
  if (drills.some((one) => one.state === 'running')) return drillWords.answerRunning
  const last = drills.find((one) => one.verdict)
  return last?.verdict
    ? drillWords.answerLast(drillWords.verdicts(last.verdict), ago(new Date(last.startedAt), new Date()))
    : drillWords.answerNever
}
