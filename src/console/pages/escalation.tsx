import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { PathLink } from '#console/path-link.tsx'
import { useCall, useCallPages } from '#console/query.ts'
import { useRowWalk } from '#console/row-walk.ts'
import { useMay } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice, WithoutTeam } from '#console/team-choice.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { CalendarCard } from '#slices/escalation/console/calendar.tsx'
import type { Calendar } from '#slices/escalation/console/calendar-form.ts'
import type { Summary } from '#slices/escalation/console/looks.ts'
import { type Procedure, Procedures } from '#slices/escalation/console/procedures.tsx'
import { EscalationList } from '#slices/escalation/console/running.tsx'
import { escalationWords } from '#slices/escalation/console/words.ts'
import { listEscalations, listProcedures } from '#slices/escalation/contract.ts'
import { listPeople } from '#slices/identity/contract.ts'
import { listChannels } from '#slices/notifications/contract.ts'
import { escalationPageWords } from './escalation-words.ts'

const ProcedureDialog = later(async () => (await import('#slices/escalation/console/procedure-dialog.tsx')).ProcedureDialog)
const CalendarDialog = later(async () => (await import('#slices/escalation/console/calendar-dialog.tsx')).CalendarDialog)

const route = getRouteApi('/frame/escalation')
const LOOK_MS = 5_000

/** Who is told when something waits too long, and what is escalated now. */
export function EscalationPage() {
  const { team: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const choice = useTeamChoice(asked, 'escalation:read')
  const running = useCallPages(listEscalations, { isRunning: 'true', limit: 50 }, { refetchInterval: LOOK_MS })
  const past = useCallPages(listEscalations, { state: 'closed', limit: 20 })
  const place = useRowWalk<HTMLDivElement>({ next: escalationPageWords.next, previous: escalationPageWords.previous })
  useLiveRefresh('exceptions', 'escalation')
  const mayAnswer = (team: string) => may('escalation:answer', team)
  return (
    <>
      <PageHeader
        title={screenWords.escalation}
        question={escalationWords.question}
        answer={running.isPending || running.isError ? undefined : answerOf(running.items)}
        meta={escalationWords.meta}
        actions={<TeamSelect choice={choice} onChoose={(team) => void navigate({ search: { team }, replace: true })} />}
      />
      <div ref={place} className="grid min-w-0 gap-4">
        <EscalationList isRunning pages={running} mayAnswer={mayAnswer} link={matterLink} />
        {choice.team ? <OfTeam key={choice.team.id} team={choice.team} /> : <WithoutTeam choice={choice} />}
        <EscalationList isRunning={false} pages={past} mayAnswer={mayAnswer} link={matterLink} />
      </div>
    </>
  )
}

function answerOf(running: Summary[]): string {
  if (running.length === 0) return escalationWords.answerNone
  const open = running.filter((one) => one.state === 'open').length
  return [escalationWords.answerRunning(running.length), open > 0 ? escalationWords.answerOpen(open) : ''].filter(Boolean).join(' ')
}

const matterLink = (path: string, text: string) => <PathLink path={path}>{text}</PathLink>

type Team = { id: string; name: string; timeZone: string }

function OfTeam({ team }: { team: Team }) {
  const may = useMay()
  const procedures = useCall(listProcedures, { team: team.id })
  const [procedure, setProcedure] = useState<Procedure | null>(null)
  const [calendar, setCalendar] = useState<Calendar | null>(null)
  const mayWrite = may('escalation:write', team.id)
  const mayReadPeople = may('people:read')
  const people = useCall(listPeople, { limit: 200 }, { enabled: mayWrite && mayReadPeople })
  const channels = useCall(listChannels, { limit: 200 }, { enabled: mayWrite })
  const usable = (channels.data?.items ?? []).filter(
    (one) => one.kind !== 'smtp' && one.kind !== 'webhook' && (one.teamId === null || one.teamId === team.id),
  )
  return (
    <>
      <Procedures team={team} procedures={procedures} onChange={mayWrite ? setProcedure : undefined} />
      <CalendarCard team={team} onChange={mayWrite ? setCalendar : undefined} />
      {procedure ? (
        <ProcedureDialog
          procedure={procedure}
          teamName={team.name}
          choices={{ people: people.data?.items ?? [], channels: usable, mayReadPeople }}
          onClose={() => setProcedure(null)}
        />
      ) : null}
      {calendar ? <CalendarDialog calendar={calendar} teamName={team.name} onClose={() => setCalendar(null)} /> : null}
    </>
  )
}
