import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useKeys } from '#console/keys.ts'
import { screenWords } from '#console/messages/screens.ts'
import { PathLink } from '#console/path-link.tsx'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { measureWords } from '#slices/measures/console/words.ts'
import { ChooseStep, CloseStep, FindStep } from '#slices/quality/console/decide.tsx'
import { EffectCard } from '#slices/quality/console/effect.tsx'
import { ListenStep, ReadStep } from '#slices/quality/console/steps.tsx'
import { investigationWords } from '#slices/quality/console/words.ts'
import { getInvestigation } from '#slices/quality/contract.ts'

const route = getRouteApi('/frame/investigations/$id')

/** One investigation, step by step: read, listen, find, choose, and what it changed. */
export function InvestigationPage() {
  const { id } = route.useParams()
  const may = useMay()
  const navigate = useNavigate()
  const investigation = useCall(getInvestigation, { investigation: id })
  useKeys([{ keys: 'Esc', label: investigationWords.back, run: () => void navigate({ to: '/investigations' }) }])
  const back = (
    <Link to="/investigations" look="button" icon={ArrowLeft}>
      {investigationWords.back}
    </Link>
  )
  if (investigation.isPending) return <Skeleton lines={8} />
  if (investigation.isError)
    return (
      <>
        <PageHeader title={screenWords.investigations} question={investigationWords.question} />
        <ErrorState error={investigation.error} onRetry={() => void investigation.refetch()} action={back} />
      </>
    )
  const { team, question, from, to, state, missing, closedAt } = investigation.data
  const step = { investigation: investigation.data, mayWrite: closedAt === null && may('quality:write', team) }
  return (
    <>
      <PageHeader
        title={screenWords.investigations}
        question={question}
        answer={state === 'open' || state === 'found' ? investigationWords.missing(missing) : investigationWords.states(state)}
        meta={`${team} · ${investigationWords.window(measureWords.onDay(from), measureWords.onDay(to))}`}
        actions={back}
      />
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <ReadStep
          {...step}
          link={(conversation, text) => <PathLink path={`/conversations/${encodeURIComponent(conversation)}`}>{text}</PathLink>}
        />
        <div className="grid gap-4">
          <ListenStep {...step} />
          <FindStep key={investigation.data.etag} {...step} />
          <ChooseStep {...step} />
          {investigation.data.remedy === null ? null : <EffectCard investigation={investigation.data} />}
          <CloseStep {...step} />
        </div>
      </div>
    </>
  )
}
