import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useAct, useCall, useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { type TeamChoice, TeamSelect, useTeamChoice, WithoutTeam } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { Metric } from '#slices/capacity/console/pictures.ts'
import { askOf, emptyForm, type Form, faultsOf, formOf, type Run } from '#slices/capacity/console/question.ts'
import { QuestionForm } from '#slices/capacity/console/question-form.tsx'
import { QuickCard } from '#slices/capacity/console/quick-card.tsx'
import { RunList } from '#slices/capacity/console/run-list.tsx'
import { RunView } from '#slices/capacity/console/run-view.tsx'
import { runWords } from '#slices/capacity/console/run-words.ts'
import { baseSentence, breakingSentence } from '#slices/capacity/console/sentences.ts'
import { askWords, capacityWords } from '#slices/capacity/console/words.ts'
import { cancelRun, getObserved, getRun, listProfiles, listRuns, quickAnswer, startRun } from '#slices/capacity/contract.ts'

const EvidenceDialog = later(async () => (await import('#slices/capacity/console/evidence-dialog.tsx')).EvidenceDialog)

const route = getRouteApi('/frame/capacity')
const RUNNING_MS = 700
const WAIT_MS = 400

/** How many people the queue needs at a volume, and at what volume it breaks. */
export function CapacityPage() {
  const { team: asked } = route.useSearch()
  const choice = useTeamChoice(asked, 'capacity:read')
  if (!choice.team)
    return (
      <>
        <PageHeader title={screenWords.capacity} question={capacityWords.question} />
        <WithoutTeam choice={choice} />
      </>
    )
  return <OfTeam key={choice.team.id} choice={choice} team={choice.team} />
}

type Team = NonNullable<TeamChoice['team']>

function useRun(id: string | undefined) {
  return useCall(
    getRun,
    { run: id ?? '' },
    {
      enabled: id !== undefined,
      refetchInterval: (query: { state: { data?: unknown } }) => (isGoing(query.state.data as Run | undefined) ? RUNNING_MS : false),
    },
  )
}

const isGoing = (run: Run | undefined) => run?.state === 'running' || run?.state === 'waiting'

function OfTeam({ choice, team }: { choice: TeamChoice; team: Team }) {
  const { run: asked } = route.useSearch()
  const navigate = route.useNavigate()
  // Without a run in the address, the newest one: whoever opens the page sees at once what is known.
  const newest = useCall(listRuns, { team: team.id, limit: 1 }, { enabled: asked === undefined })
  const runId = asked ?? newest.data?.items[0]?.id
  const run = useRun(runId)
  const isLooking = (asked === undefined && newest.isPending) || (runId !== undefined && run.isPending)
  // Until somebody types, the form holds what the run that is shown was asked.
  const [typed, setTyped] = useState<Form | null>(null)
  const shown = useMemo(() => (run.data ? formOf(run.data.question) : emptyForm), [run.data])
  const form = typed ?? shown
  const open = (id: string | undefined) => void navigate({ search: (before) => ({ ...before, run: id }) })
  const answer = run.data?.answer
  return (
    <>
      <PageHeader
        title={screenWords.capacity}
        question={capacityWords.question}
        answer={answer ? (breakingSentence(answer.breaking) ?? baseSentence(answer)) : undefined}
        meta={capacityWords.meta(team.name, team.timeZone)}
        actions={<TeamSelect choice={choice} onChoose={(id) => void navigate({ search: { team: id } })} />}
      />
      {/* The answer above is of one line or three: what stands below comes with it, and stays where it is. */}
      {isLooking ? (
        <Skeleton lines={14} />
      ) : (
        <div className="grid items-start gap-4 wide:grid-cols-[20rem_minmax(0,1fr)]">
          <Asking team={team} form={form} onChange={(change) => setTyped({ ...form, ...change })} onStarted={open} />
          <div className="grid min-w-0 gap-4">
            <Quickly team={team.id} form={form} />
            <Answering run={run} runId={runId} onAgain={(again) => setTyped(formOf(again.question))} />
            <Earlier team={team.id} />
          </div>
        </div>
      )}
    </>
  )
}

type AskingProps = { team: Team; form: Form; onChange: (change: Partial<Form>) => void; onStarted: (run: string) => void }

function Asking({ team, form, onChange, onStarted }: AskingProps) {
  const may = useMay()
  const observed = useCall(getObserved, { team: team.id }, { staleTime: 60_000 })
  const profiles = useCall(listProfiles, { team: team.id, limit: 200 })
  const start = useAct(startRun)
  const [wasAsked, setWasAsked] = useState(false)
  const faults = faultsOf(form)
  const hasFaults = Object.values(faults).some(Boolean)
  const simulate = () => {
    setWasAsked(true)
    if (hasFaults || start.isPending) return
    start.mutate(askOf(team.id, form), {
      onSuccess: ({ id }) => {
        notify({ title: runWords.started, status: 'info' })
        onStarted(id)
      },
    })
  }
  const maySimulate = may('capacity:write', team.id)
  useKeys(maySimulate ? [{ keys: 's', label: askWords.simulate, run: simulate }] : [])
  return (
    <QuestionForm
      form={form}
      faults={faults}
      onChange={onChange}
      observed={observed.data}
      profiles={profiles.data?.items ?? []}
      onSimulate={maySimulate ? simulate : undefined}
      isStarting={start.isPending}
      refusal={wasAsked && hasFaults ? askWords.fillIn : (start.error?.message ?? '')}
    />
  )
}

/** The arithmetic follows what is typed, a moment later and only while every field makes sense. */
function Quickly({ team, form }: { team: string; form: Form }) {
  const settled = useDeferredValue(form)
  const isSound = !Object.values(faultsOf(settled)).some(Boolean)
  const quick = useCall(quickAnswer, askOf(team, settled), { enabled: isSound, keepPrevious: true, staleTime: WAIT_MS })
  return <QuickCard quick={quick.data} error={quick.isError ? quick.error : null} onRetry={() => void quick.refetch()} />
}

type AnsweringProps = { run: ReturnType<typeof useRun>; runId: string | undefined; onAgain: (run: Run) => void }

function Answering({ run, runId, onAgain }: AnsweringProps) {
  const may = useMay()
  const { show } = route.useSearch()
  const navigate = route.useNavigate()
  const cancel = useAct(cancelRun)
  const [isKeeping, setIsKeeping] = useState(false)
  if (!runId)
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet" title={runWords.waitsTitle}>
          {runWords.waitsHint}
        </EmptyState>
      </div>
    )
  if (run.isPending) return <Skeleton lines={6} />
  if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />
  const mayWrite = may('capacity:write', run.data.team)
  const stop = () =>
    cancel.mutate({ run: run.data.id }, { onError: (error) => notify({ status: 'act', title: runWords.failed, text: error.message }) })
  return (
    <>
      <RunView
        run={run.data}
        metric={show ?? 'wait'}
        onMetric={(metric: Metric) =>
          void navigate({ search: (before) => ({ ...before, show: metric === 'wait' ? undefined : metric }), replace: true })
        }
        onCancel={mayWrite ? stop : undefined}
        onKeep={mayWrite ? () => setIsKeeping(true) : undefined}
        onAgain={() => onAgain(run.data)}
      />
      {isKeeping ? <EvidenceDialog run={run.data.id} onClose={() => setIsKeeping(false)} /> : null}
    </>
  )
}

function Earlier({ team }: { team: string }) {
  const runs = useCallPages(listRuns, { team, limit: 20 })
  return (
    <RunList
      runs={runs}
      link={(row, name) => (
        <Link from="/capacity" to="/capacity" search={(before) => ({ ...before, run: row.id })} look="ink">
          {name}
        </Link>
      )}
    />
  )
}
