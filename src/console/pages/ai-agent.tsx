import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, CheckCheck, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { day } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useAct, useCall } from '#console/query.ts'
import { type Me, may, useMe } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { notify } from '#console/ui/toast.tsx'
import { useTitles } from '#console/use-titles.ts'
import { LiveDecisions } from '#slices/decisions/console/live-decisions.tsx'
import { About, ChangeOwners } from '#slices/registry/console/about.tsx'
import { AgentCard } from '#slices/registry/console/agent-card.tsx'
import { Alarms } from '#slices/registry/console/alarms.tsx'
import { type DeploymentRights, Deployments } from '#slices/registry/console/deployments.tsx'
import type { AiAgentDetail } from '#slices/registry/console/detail.ts'
import { KillSwitch, StoppedNotice } from '#slices/registry/console/kill-switch.tsx'
import { Sightings } from '#slices/registry/console/sightings.tsx'
import { registryWords } from '#slices/registry/console/words.ts'
import { checkToday, getAiAgent } from '#slices/registry/contract.ts'

const AiAgentWeeks = later(async () => (await import('./ai-agent-weeks.tsx')).AiAgentWeeks)
const Doors = later(async () => (await import('../later-parts/ai-agent-doors.tsx')).Doors)
const HowItAsks = later(async () => (await import('../later-parts/ai-agent-doors.tsx')).HowItAsks)
const RegisterDialog = later(async () => (await import('#slices/registry/console/register-dialog.tsx')).RegisterDialog)

const route = getRouteApi('/frame/ai-agents/$id')

/** One AI agent: who answers for it, where it works, what it is stopped by, what it decides. */
export function AiAgentPage() {
  const { id } = route.useParams()
  const aiAgent = useCall(getAiAgent, { aiAgent: id })
  useLiveRefresh('change', 'registry')
  useLiveRefresh('decisions', 'decisions')
  if (aiAgent.isPending) return <Skeleton lines={10} />
  if (aiAgent.isError)
    return (
      <>
        <PageHeader title={id} question={id} />
        <ErrorState error={aiAgent.error} onRetry={() => void aiAgent.refetch()} />
        <BackToList />
      </>
    )
  return <Page aiAgent={aiAgent.data} />
}

function BackToList() {
  return (
    <span>
      <Link to="/ai-agents" look="button" icon={ArrowLeft}>
        {registryWords.back}
      </Link>
    </span>
  )
}

/** Rights over the whole of an AI agent: everywhere, or as one of its owners. */
function mayOver(me: Me, aiAgent: AiAgentDetail, scope: string): boolean {
  const isOwner = [aiAgent.accountableOwner?.id, aiAgent.technicalOwner?.id].includes(me.person?.id ?? '')
  return me.rights[scope] === 'all' || (may(me, scope) && isOwner)
}

function rightsOver(me: Me, aiAgent: AiAgentDetail): DeploymentRights {
  return {
    mayDeploy: may(me, 'deployments:write'),
    mayMove: (team) => may(me, 'deployments:write', team),
    mayStop: (team) => may(me, 'kill-switch:write', team) || mayOver(me, aiAgent, 'kill-switch:write'),
  }
}

function answerOf(aiAgent: AiAgentDetail): string {
  if (aiAgent.isSwitchedOff) return registryWords.oneStopped
  if (aiAgent.status === 'discovered') return registryWords.oneDiscovered
  if (aiAgent.status === 'retired') return registryWords.oneRetired
  return aiAgent.alarms.length === 0 ? registryWords.oneGood : registryWords.oneAlarms(aiAgent.alarms.length)
}

function Page({ aiAgent }: { aiAgent: AiAgentDetail }) {
  const me = useMe()
  const titles = useTitles()
  const nameOf = useTeamNames()
  const teams = [...new Set(aiAgent.deployments.map(({ teamId }) => teamId))]
  const mayEdit = mayOver(me, aiAgent, 'ai-agents:write')
  const mayStop = mayOver(me, aiAgent, 'kill-switch:write')
  const mayCheck = mayOver(me, aiAgent, 'checks:write')
  const [isEditing, setIsEditing] = useState(false)
  const navigate = useNavigate()
  useKeys([{ keys: 'Esc', label: registryWords.back, run: () => void navigate({ to: '/ai-agents' }) }])
  return (
    <>
      <PageHeader
        title={aiAgent.name}
        question={registryWords.oneQuestion(aiAgent.name)}
        answer={answerOf(aiAgent)}
        meta={aiAgent.function}
        actions={
          <Acts aiAgent={aiAgent} mayStop={mayStop} mayCheck={mayCheck} mayRegister={mayEdit} mayMeasure={may(me, 'measures:read')} />
        }
      />
      {aiAgent.switches.map((stop) => (
        <StoppedNotice
          key={`${stop.scope} ${stop.target}`}
          stop={stop}
          name={stoppedName(stop.target, aiAgent, nameOf)}
          mayUse={stop.scope === 'all' ? me.rights['kill-switch:write'] === 'all' : mayStop}
        />
      ))}
      <Alarms
        alarms={aiAgent.alarms}
        act={(alarm) => nextStep(alarm.kind, { aiAgent, mayEdit, mayCheck, onEdit: () => setIsEditing(true) })}
      />
      {may(me, 'measures:read') ? <AiAgentWeeks aiAgent={aiAgent.id} /> : null}
      <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className="grid min-w-0 gap-4">
          <Deployments aiAgent={aiAgent} rights={rightsOver(me, aiAgent)} nameOf={nameOf} />
          <AgentCard aiAgent={aiAgent} mayEdit={mayEdit} isEditing={isEditing} onEdit={setIsEditing} />
          <LiveDecisions
            filter={{ aiAgent: aiAgent.id }}
            titles={titles}
            nameOf={nameOf}
            aiAgentName={(one) => (one === aiAgent.id ? aiAgent.name : one)}
          />
        </div>
        <div className="grid min-w-0 gap-4">
          <Doors aiAgent={aiAgent.id} teams={teams} nameOf={nameOf} />
          <About aiAgent={aiAgent} mayEdit={mayEdit} />
          <Sightings sightings={aiAgent.sightings} nameOf={nameOf} />
          <HowItAsks aiAgent={aiAgent.id} team={teams[0] ?? 'billing'} />
        </div>
      </div>
    </>
  )
}

/** What a kill switch stops: the AI agent, or its work in one place. */
function stoppedName(target: string, { name, deployments }: AiAgentDetail, nameOf: (team: string) => string): string {
  const place = deployments.find(({ id }) => id === target)
  return place ? registryWords.inTeam(nameOf(place.teamId), place.process) : name
}

const isUnchecked = ({ alarms }: AiAgentDetail) => alarms.some((alarm) => alarm.kind === 'not_checked_today')

type NextStep = { aiAgent: AiAgentDetail; mayEdit: boolean; mayCheck: boolean; onEdit: () => void }

/** The one step that answers an alarm, for those who may take it. */
function nextStep(kind: AiAgentDetail['alarms'][number]['kind'], { aiAgent, mayEdit, mayCheck, onEdit }: NextStep): ReactNode {
  if (kind === 'not_checked_today') return mayCheck ? <CheckToday aiAgent={aiAgent} /> : null
  if (!mayEdit || aiAgent.status !== 'active') return null
  if (kind !== 'card_incomplete') return <ChangeOwners aiAgent={aiAgent} label={registryWords.nameOwner} />
  return (
    <Button size="small" onClick={onEdit}>
      {registryWords.editCard}
    </Button>
  )
}

type ActsProps = { aiAgent: AiAgentDetail; mayStop: boolean; mayCheck: boolean; mayRegister: boolean; mayMeasure: boolean }

function Acts({ aiAgent, mayStop, mayCheck, mayRegister, mayMeasure }: ActsProps): ReactNode {
  const [isRegistering, setIsRegistering] = useState(false)
  const navigate = useNavigate()
  const isOff = aiAgent.switches.some((one) => one.scope === 'ai_agent')
  return (
    <>
      <BackToList />
      {mayMeasure ? (
        <Link to="/confidence" search={{ agent: aiAgent.id }} look="button" icon={SlidersHorizontal}>
          {screenWords.confidence}
        </Link>
      ) : null}
      {aiAgent.status === 'discovered' && mayRegister ? (
        <Button variant="primary" onClick={() => setIsRegistering(true)}>
          {registryWords.registerIt}
        </Button>
      ) : null}
      {aiAgent.status === 'active' && mayCheck && !isUnchecked(aiAgent) ? <CheckToday aiAgent={aiAgent} /> : null}
      {mayStop && aiAgent.status !== 'retired' && !isOff ? (
        <KillSwitch over={{ scope: 'ai_agent', target: aiAgent.id, name: aiAgent.name }} isOn={false} />
      ) : null}
      {isRegistering ? (
        <RegisterDialog
          known={aiAgent.id}
          onClose={() => setIsRegistering(false)}
          onDone={() => {
            setIsRegistering(false)
            void navigate({ to: '/ai-agents/$id', params: { id: aiAgent.id } })
          }}
        />
      ) : null}
    </>
  )
}

/** One press says that somebody looked at it today. */
function CheckToday({ aiAgent }: { aiAgent: AiAgentDetail }) {
  const act = useAct(checkToday)
  const check = () =>
    act.mutate(
      { aiAgent: aiAgent.id },
      {
        onSuccess: ({ checkedOn }) => notify({ title: registryWords.checkDone(day(new Date(checkedOn))) }),
        onError: (error) => notify({ status: 'act', title: screenWords.aiAgents, text: error.message }),
      },
    )
  return (
    <Button icon={CheckCheck} busy={act.isPending} onClick={check}>
      {registryWords.checkToday}
    </Button>
  )
}
