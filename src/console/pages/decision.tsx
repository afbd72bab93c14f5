import { getRouteApi, useRouter } from '@tanstack/react-router'
import { ArrowLeft, Link2 } from 'lucide-react'
import { useKeys } from '#console/keys.ts'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
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
import { decisionPageWords } from './decision-words.ts'

const route = getRouteApi('/frame/decisions/$id')

/** Everything on record about one decision: what was proposed, what was answered and why, and the proof. */
export function DecisionPage() {
  const { id } = route.useParams()
  const decision = useCall(getDecision, { id })
  useLiveRefresh('outcome', 'decisions')
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

function Page({ decision }: { decision: Detail }) {
  const may = useMay()
  const router = useRouter()
  const titles = useTitles()
  const what = typeName(titles, decision.decisionType)
  const back = () => (router.history.canGoBack() ? router.history.back() : router.history.push('/now'))
  useKeys([
    { keys: 'Esc', label: decisionPageWords.back, run: back },
    { keys: 'c', label: decisionPageWords.copyLink, run: () => void copyLink() },
  ])
  return (
    <>
      <PageHeader
        title={what}
        question={detailWords.question(what)}
        answer={answers[decision.tier]()}
        meta={
          <>
            {decisionPageWords.meta(decision.aiAgent, decision.team)} · <TimeAgo at={decision.recordedAt} />
          </>
        }
        actions={
          <>
            <Button icon={ArrowLeft} onClick={back} keyHint="Esc">
              {decisionPageWords.back}
            </Button>
            <Button icon={Link2} keyHint="c" onClick={() => void copyLink()}>
              {decisionPageWords.copyLink}
            </Button>
          </>
        }
      />
      <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <Answer decision={decision} />
          <Reasons decision={decision} />
          <Proposal content={decision.content} />
        </div>
        <div className="grid min-w-0 gap-4">
          <OnRecord decision={decision} standardLink={standardLink(decision)} aiAgentLink={aiAgentLink(decision.aiAgent)} />
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
