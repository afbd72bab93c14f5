import { type ReactNode, useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import { ShownOnce } from '#slices/identity/console/shown-once.tsx'
import { listKeys, listTeams } from '#slices/identity/contract.ts'
import { listAiAgents } from '#slices/registry/contract.ts'
import { firstStepsWords } from './first-steps-words.ts'

const TeamDialog = later(async () => (await import('#slices/identity/console/team-dialog.tsx')).TeamDialog)

const KeyDialog = later(async () => (await import('#slices/identity/console/key-dialog.tsx')).KeyDialog)

const RegisterDialog = later(async () => (await import('#slices/registry/console/register-dialog.tsx')).RegisterDialog)

const Ask = later(async () => (await import('../later-parts/first-ask.tsx')).Ask)

type Open = 'nothing' | 'team' | 'key' | 'token' | 'aiAgent'

/** From an empty installation to the first decision. */
export function FirstStepsPage() {
  const may = useMay()
  const [open, setOpen] = useState<Open>('nothing')
  const [token, setToken] = useState<string | null>(null)
  const teams = useCall(listTeams, { limit: 1 })
  const keys = useCall(listKeys, { limit: 1 }, { enabled: may('keys:read') })
  const aiAgents = useCall(listAiAgents, { limit: 1 })
  const close = () => setOpen('nothing')
  const first = { team: teams.data?.items[0]?.id ?? 'billing', aiAgent: aiAgents.data?.items[0]?.id ?? 'refund-bot' }
  const button = (label: string, what: Open, scope: string) =>
    may(scope) ? <Button onClick={() => setOpen(what)}>{label}</Button> : firstStepsWords.notYours
  return (
    <>
      <PageHeader title={screenWords.firstSteps} question={firstStepsWords.question} answer={firstStepsWords.answer} />
      <div className="grid max-w-4xl gap-4">
        <Step n={1} title={firstStepsWords.team} text={firstStepsWords.teamText} isDone={isSome(teams.data)}>
          {button(firstStepsWords.add, 'team', 'teams:write')}
        </Step>
        <Step n={2} title={firstStepsWords.key} text={firstStepsWords.keyText} isDone={isSome(keys.data)}>
          {button(firstStepsWords.make, 'key', 'keys:write')}
        </Step>
        <Step n={3} title={firstStepsWords.aiAgent} text={firstStepsWords.aiAgentText} isDone={isSome(aiAgents.data)}>
          {button(firstStepsWords.register, 'aiAgent', 'ai-agents:write')}
        </Step>
        <Ask {...first} apiKey={token ?? firstStepsWords.keyHere} />
      </div>
      {open === 'team' ? <TeamDialog mayReadPeople={may('people:read')} onClose={close} /> : null}
      {open === 'key' ? (
        <KeyDialog
          onClose={close}
          onMade={(made) => {
            setToken(made)
            setOpen('token')
          }}
        />
      ) : null}
      {open === 'token' ? (
        <ShownOnce
          title={settingsWords.tokenTitle}
          text={settingsWords.tokenText}
          label={settingsWords.tokenLabel}
          secret={token}
          onClose={close}
        />
      ) : null}
      {open === 'aiAgent' ? <RegisterDialog onClose={close} onDone={close} /> : null}
    </>
  )
}

const isSome = (page: { items: unknown[] } | undefined) => (page?.items.length ?? 0) > 0

type StepProps = { n: number; title: string; text: string; isDone: boolean; children: ReactNode }

function Step({ n, title, text, isDone, children }: StepProps) {
  return (
    <Card title={firstStepsWords.step(n, title)} subtitle={text}>
      <div className="flex flex-wrap items-center gap-3">
        {children}
        <StatusMark status={isDone ? 'ok' : 'none'} text={isDone ? firstStepsWords.done : firstStepsWords.notDone} isPlain />
      </div>
    </Card>
  )
}
