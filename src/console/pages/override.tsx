import { getRouteApi, Navigate } from '@tanstack/react-router'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { findDecision } from '#slices/decisions/contract.ts'
import { decisionPageWords } from './decision-words.ts'

const route = getRouteApi('/frame/override')

/** The address for a link in a helpdesk: it finds the decision of a run and call, and opens the override there. */
export function OverridePage() {
  const { team = '', 'ai-agent': aiAgent = '', run = '', call = '' } = route.useSearch()
  const isWhole = [team, aiAgent, run, call].every((part) => part !== '')
  const found = useCall(findDecision, { team, aiAgent, run, call }, { enabled: isWhole })
  if (found.data) return <Navigate to="/decisions/$id" params={{ id: found.data.id }} search={{ override: 'true' }} replace />
  return (
    <>
      <PageHeader title={screenWords.override} question={decisionPageWords.overrideWhich} />
      {isWhole && found.isPending ? <Skeleton /> : null}
      {isWhole && !found.isPending ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {isWhole ? null : <p className="max-w-[72ch]">{decisionPageWords.overrideAddress}</p>}
    </>
  )
}
