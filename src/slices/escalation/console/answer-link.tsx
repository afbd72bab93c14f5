import { type ReactNode, useEffect, useState } from 'react'
import { dayAndTime, exactTime } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button } from '#console/ui/button.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { answerLink, readLink } from '../contract.ts'
import { escalationWords } from './words.ts'

type View = OutputOf<typeof readLink>

type AnswerLinkProps = { token: string; signIn: (path: string, text: string) => ReactNode }

/** What a link in a message is about, and its two answers. Looking changes nothing: mail scanners open links too. */
export function AnswerLink({ token, signIn }: AnswerLinkProps) {
  const look = useAct(readLink)
  const answer = useAct(answerLink)
  const [isAsked, setIsAsked] = useState(false)
  const { mutate } = look
  useEffect(() => {
    if (isAsked) return
    setIsAsked(true)
    mutate({ token })
  }, [isAsked, mutate, token])
  const view = answer.data ?? look.data
  if (look.isError) return <ErrorState title={escalationWords.ackLink} error={look.error} onRetry={() => mutate({ token })} />
  if (!view) return <Skeleton lines={4} />
  const say = (what: 'acknowledge' | 'hand_over') => answer.mutate({ token, answer: what })
  return (
    <div className="grid gap-4">
      <About view={view} />
      <div role="status">
        {stateText(view) ? <StatusMark status={view.state === 'closed' ? 'none' : 'ok'} text={stateText(view)} /> : null}
      </div>
      <div role="alert">{answer.isError ? <StatusMark status="act" text={answer.error.message} /> : null}</div>
      <span className="flex flex-wrap gap-2">
        {view.mayAcknowledge ? (
          <Button variant="primary" busy={answer.isPending} onClick={() => say('acknowledge')}>
            {escalationWords.acknowledge}
          </Button>
        ) : null}
        {view.mayHandOver ? (
          <Button busy={answer.isPending} onClick={() => say('hand_over')}>
            {escalationWords.handOver}
          </Button>
        ) : null}
        {view.link ? signIn(view.link, escalationWords.ackSignIn) : null}
      </span>
    </div>
  )
}

function stateText({ state, nextAt }: View): string {
  if (state === 'acknowledged') return escalationWords.ackGood
  if (state === 'handed_over') return escalationWords.ackHanded
  if (state === 'closed') return escalationWords.ackClosed
  return nextAt ? escalationWords.ackNext(dayAndTime(new Date(nextAt), new Date())) : ''
}

function About({ view }: { view: View }) {
  return (
    <>
      <h2 className="flex flex-wrap items-center gap-2 text-section font-strong">
        {view.isDrill ? <Badge>{escalationWords.drill}</Badge> : null}
        {view.title}
      </h2>
      <p className="whitespace-pre-line">{view.text}</p>
      <FactList
        facts={[
          { name: escalationWords.ackTeam, value: view.teamName },
          { name: escalationWords.state, value: `${escalationWords.severities(view.severity)}, ${escalationWords.states(view.state)}` },
          { name: escalationWords.opened, value: exactTime(new Date(view.openedAt)) },
        ]}
      />
    </>
  )
}
