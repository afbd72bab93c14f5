import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { ArrowLeft, Link2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import { useTitles } from '#console/use-titles.ts'
import { Proof } from '#slices/audit/console/proof.tsx'
import { auditWords } from '#slices/audit/console/words.ts'
import { Answer, type Detail, Reasons } from '#slices/decisions/console/answer.tsx'
import { detailWords } from '#slices/decisions/console/detail-words.ts'
import { typeName } from '#slices/decisions/console/names.ts'
import { OnRecord } from '#slices/decisions/console/on-record.tsx'
import { Proposal } from '#slices/decisions/console/proposal.tsx'
import { getDecision } from '#slices/decisions/contract.ts'
import { useConversationOf } from './conversation-of.ts'
import { Override, useStanding } from './decision-override.tsx'
import { decisionPageWords } from './decision-words.ts'

const route = getRouteApi('/frame/decisions/$id')

/** Everything on record about one decision: what was proposed, what was answered and why, and the proof. */
export function DecisionPage() {
  const { id } = route.useParams()
  const decision = useCall(getDecision, { id })
  useLiveRefresh('outcome', 'decisions')
  useLiveRefresh('exceptions', 'decisions')
  if (decision.isPending) return <Skeleton lines={10} />
  if (decision.isError)
    return (
      <>
        <PageHeader title={screenWords.decision} question={screenWords.decision} />
        <ErrorState error={decision.error} onRetry={() => void decision.refetch()} />
      </>
    )
  return <Page decision={decision.data} />
}

const answers = {
  autonomous: () => decisionPageWords.alone,
  review: () => decisionPageWords.review,
  human_only: () => decisionPageWords.people,
}

async function copyLink() {
  await navigator.clipboard.writeText(location.href)
  notify({ title: decisionPageWords.copied })
}

type ActionsProps = { /** The item that waits for an answer. */ toQueue: string | null; onOverride?: () => void; onBack: () => void }

function Actions({ toQueue, onOverride, onBack }: ActionsProps) {
  return (
    <>
      {toQueue ? (
        <Link to="/review" search={{ item: toQueue }} look="button">
          {decisionPageWords.toQueue}
        </Link>
      ) : null}
      {onOverride ? (
        <Button icon={Undo2} keyHint="o" onClick={onOverride}>
          {decisionPageWords.override}
        </Button>
      ) : null}
      <Button icon={ArrowLeft} onClick={onBack} keyHint="Esc">
        {decisionPageWords.back}
      </Button>
      <Button icon={Link2} keyHint="c" onClick={() => void copyLink()}>
        {decisionPageWords.copyLink}
      </Button>
    </>
  )
}

function Page({ decision }: { decision: Detail }) {
  const may = useMay()
  const router = useRouter()
  const titles = useTitles()
  const teamName = useTeamNames()(decision.team)
  const conversation = useConversationOf(decision)
  const what = typeName(titles, decision.decisionType)
  const isAsked = route.useSearch().override === 'true'
  const [isOverriding, setIsOverriding] = useState(isAsked)
  const { mayOverride, isWaiting, mark } = useStanding(decision)
  const back = () => (router.history.canGoBack() ? router.history.back() : router.history.push('/now'))
  useKeys([
    { keys: 'Esc', label: decisionPageWords.back, run: back },
    { keys: 'c', label: decisionPageWords.copyLink, run: () => void copyLink() },
    ...(mayOverride ? [{ keys: 'o', label: decisionPageWords.override, run: () => setIsOverriding(true) }] : []),
  ])
  // A link that asks for an override of what still waits leads to where it is answered.
  if (isAsked && isWaiting) return <Navigate to="/review" search={{ item: decision.id }} replace />
  return (
    <>
      <PageHeader
        title={what}
        question={detailWords.question(what)}
        answer={
          <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            {answers[decision.tier]()}
            {mark}
          </span>
        }
        meta={
          <>
            {decisionPageWords.meta(decision.aiAgent, teamName)} · <TimeAgo at={decision.recordedAt} />
          </>
        }
        actions={
          <Actions
            toQueue={isWaiting ? decision.id : null}
            onOverride={mayOverride ? () => setIsOverriding(true) : undefined}
            onBack={back}
          />
        }
      />
      {isOverriding && mayOverride ? <Override id={decision.id} onClose={() => setIsOverriding(false)} /> : null}
      <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <Answer decision={decision} />
          <Reasons decision={decision} />
          <Proposal content={decision.content} />
        </div>
        <div className="grid min-w-0 gap-4">
          <OnRecord
            decision={decision}
            teamName={teamName}
            standardLink={standardLink(decision)}
            aiAgentLink={aiAgentLink(decision.aiAgent)}
            conversationLink={conversation ? conversationLink(conversation) : null}
          />
          {may('ledger:read') ? (
            <Proof source="decisions" seq={decision.seq} />
          ) : (
            <Card title={auditWords.proofTitle}>
              <p className="text-ink-2">{auditWords.proofNotAllowed}</p>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}

function conversationLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/conversations/$id" params={{ id }}>
      {name}
    </Link>
  )
}

function aiAgentLink(id: string) {
  return (
    <Link to="/ai-agents/$id" params={{ id }}>
      {id}
    </Link>
  )
}

function standardLink({ standard }: Detail) {
  if (!standard) return null
  return (
    <Link to="/policy/$id" params={{ id: standard.id }}>
      {standard.id}
    </Link>
  )
}
