import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLiveRefresh } from '#console/live.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { NotAllowed } from '#console/shell/not-here.tsx'
import { Skeleton } from '#console/ui/states.tsx'
import { getDecision, listDecisions } from '#slices/decisions/contract.ts'
import { StandardEditor } from '#slices/policy/console/editor.tsx'
import { editorWords } from '#slices/policy/console/editor-words.ts'
import { seenInputs, skeletonOf } from '#slices/policy/console/skeleton.ts'
import { StandardFailed } from '#slices/policy/console/standard-failed.tsx'
import type { Standard } from '#slices/policy/console/types.ts'
import { getStandard } from '#slices/policy/contract.ts'
import { Impact, RecentDecisions } from './policy-preview.tsx'
import { policyPageWords } from './policy-words.ts'

/** Changing a standard that there is. */
export function StandardEditPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const standard = useCall(getStandard, { id })
  useLiveRefresh('change', 'policy')
  return (
    <Writers>
      {standard.isPending ? <Skeleton lines={10} /> : null}
      {standard.isError && !standard.data ? (
        <StandardFailed id={id} mayWrite error={standard.error} onRetry={() => void standard.refetch()} />
      ) : null}
      {standard.data ? <Editor key={id} standard={standard.data} text="" /> : null}
    </Writers>
  )
}

/** Writing the first text for a kind of decision, begun from what AI agents sent for it. */
export function NewStandardPage() {
  const { id } = useSearch({ strict: false }) as { id?: string }
  return (
    <Writers>{id === undefined ? <Editor standard={null} text={startFor('orders.refund', {})} /> : <FromSeen key={id} id={id} />}</Writers>
  )
}

function FromSeen({ id }: { id: string }) {
  const newest = useCall(listDecisions, { decisionType: id, limit: 1 })
  const first = newest.data?.items[0]?.id
  const decision = useCall(getDecision, { id: first ?? '' }, { enabled: first !== undefined })
  const isLooking = newest.isPending || (first !== undefined && decision.isPending)
  if (isLooking) return <Skeleton lines={10} label={policyPageWords.loadingInputs} />
  return <Editor standard={null} text={startFor(id, decision.data?.content?.inputs ?? {})} />
}

function startFor(type: string, inputs: Record<string, unknown>): string {
  return skeletonOf(type, seenInputs(inputs), {
    about: editorWords.startAbout,
    meaning: editorWords.startMeaning,
    ruleHint: editorWords.startRuleHint,
    money: editorWords.startMoney,
    otherwise: editorWords.startOtherwise,
    example: editorWords.startExample,
  })
}

function Writers({ children }: { children: ReactNode }) {
  return useMay()('standards:write') ? children : <NotAllowed />
}

function Editor({ standard, text }: { standard: Standard | null; text: string }) {
  const navigate = useNavigate()
  return (
    <StandardEditor
      standard={standard}
      text={text}
      preview={(tried) => <RecentDecisions tried={tried} />}
      impact={(tried) => <Impact tried={tried} />}
      onSaved={(id) => standard === null && void navigate({ to: `/policy/${id}/edit` as '/', replace: true })}
      onPublished={(id) => void navigate({ to: `/policy/${id}` as '/' })}
    />
  )
}
