import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { keyOf, useAct, useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Progress } from '#console/ui/progress.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { getSample, loadSample } from '#server/contract.ts'
import { welcomeWords } from './welcome-words.ts'

type Sample = OutputOf<typeof getSample>

const POLL_MS = 700

/** The first page of an empty installation, and the place where loading of the public data is followed. */
export function WelcomePage() {
  const known = useCall(getSample, {})
  const isLoading = known.data?.state === 'loading'
  const sample = useCall(getSample, {}, { refetchInterval: isLoading ? POLL_MS : false, staleTime: 0 })
  if (sample.isPending) return <Skeleton />
  if (sample.isError) return <ErrorState error={sample.error} onRetry={() => void sample.refetch()} />
  return <Begin sample={sample.data} />
}

function Begin({ sample }: { sample: Sample }) {
  if (sample.state === 'loading') return <Loading sample={sample} />
  if (sample.state === 'loaded') return <Loaded />
  if (sample.state === 'in_use') return <InUse />
  return <Choices sample={sample} />
}

function Choices({ sample }: { sample: Sample }) {
  const may = useMay()
  const client = useQueryClient()
  const load = useAct(loadSample)
  const hasFailed = sample.state === 'failed'
  const begin = () => load.mutate({}, { onSettled: () => client.invalidateQueries({ queryKey: keyOf(getSample, {}) }) })
  return (
    <>
      <PageHeader title={screenWords.welcome} question={welcomeWords.question} answer={welcomeWords.answer} />
      <div className="grid max-w-4xl gap-4 wide:grid-cols-2">
        <Card title={welcomeWords.sampleTitle}>
          <div className="grid gap-3">
            <p>{welcomeWords.sampleText}</p>
            <p>{welcomeWords.sampleWhat}</p>
            <p className="text-meta text-ink-2">{welcomeWords.sampleLater}</p>
            <FormFault text={load.error?.message ?? (hasFailed ? (sample.problem ?? welcomeWords.failed) : '')} />
            {may('samples:write') ? (
              <span>
                <Button variant="primary" busy={load.isPending} onClick={begin}>
                  {hasFailed ? welcomeWords.again : welcomeWords.sampleStart}
                </Button>
              </span>
            ) : (
              <p className="text-ink-2">{welcomeWords.notAllowed}</p>
            )}
          </div>
        </Card>
        <Card title={welcomeWords.emptyTitle}>
          <div className="grid gap-3">
            <p>{welcomeWords.emptyText}</p>
            <span>
              <Link to="/first-steps" look="button">
                {welcomeWords.emptyStart}
              </Link>
            </span>
          </div>
        </Card>
      </div>
    </>
  )
}

/** Announced at each quarter and not at each run: a screen reader must stay usable meanwhile. */
function quarterText({ runsDone, runsTotal }: Sample): string {
  const quarter = runsTotal === 0 ? 0 : Math.floor((4 * runsDone) / runsTotal)
  return quarter === 0 ? welcomeWords.loading : welcomeWords.progress(Math.ceil((quarter * runsTotal) / 4), runsTotal)
}

function Loading({ sample }: { sample: Sample }) {
  return (
    <>
      <PageHeader title={screenWords.welcome} question={welcomeWords.loading} answer={welcomeWords.loadingAnswer} />
      <div className="max-w-xl">
        <Card>
          <Progress
            label={welcomeWords.loading}
            done={sample.runsDone}
            total={sample.runsTotal}
            text={welcomeWords.progress(sample.runsDone, sample.runsTotal)}
          />
        </Card>
      </div>
      <p role="status" className="sr-only">
        {quarterText(sample)}
      </p>
      <span>
        <Link to="/now" look="button">
          {welcomeWords.watch}
        </Link>
      </span>
    </>
  )
}

function Loaded() {
  const navigate = useNavigate()
  const client = useQueryClient()
  useEffect(() => {
    void client.invalidateQueries().then(() => navigate({ to: '/now', replace: true }))
  }, [client, navigate])
  return <PageHeader title={screenWords.welcome} question={welcomeWords.loaded} answer={welcomeWords.loadedAnswer} />
}

function InUse() {
  return (
    <>
      <PageHeader title={screenWords.welcome} question={welcomeWords.inUse} answer={welcomeWords.inUseAnswer} />
      <span>
        <Link to="/now" look="button">
          {welcomeWords.toNow}
        </Link>
      </span>
    </>
  )
}
