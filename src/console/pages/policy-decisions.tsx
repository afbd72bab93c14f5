import { useLiveRefresh } from '#console/live.ts'
import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { TierMark } from '#console/ui/tier-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { listDecisions } from '#slices/decisions/contract.ts'
import { policyWords } from '#slices/policy/console/words.ts'

const shownMax = 5

/** The newest decisions that a standard made, each leading to its page. */
export function NewestDecisions({ decisionType }: { decisionType: string }) {
  const decisions = useCall(listDecisions, { decisionType, limit: shownMax })
  useLiveRefresh('decisions', 'decisions')
  return (
    <Card
      title={policyWords.decisionsTitle}
      subtitle={policyWords.decisionsSubtitle}
      actions={
        <Link to={'/now' as '/'} search={{ type: decisionType } as never}>
          {policyWords.decisionsAll}
        </Link>
      }
    >
      {decisions.isPending ? <Skeleton lines={3} /> : null}
      {decisions.isError ? <ErrorState error={decisions.error} onRetry={() => void decisions.refetch()} /> : null}
      {decisions.data?.items.length === 0 ? <p className="text-ink-2">{policyWords.noDecisions}</p> : null}
      <ul className="grid gap-2">
        {decisions.data?.items.map((decision) => (
          <li key={decision.id} className="grid items-start gap-x-4 gap-y-0.5 wide:grid-cols-[8rem_minmax(0,1fr)_auto]">
            <TierMark tier={decision.tier} />
            <span className="max-w-[72ch]">
              <Link look="ink" to={`/decisions/${decision.id}` as '/'}>
                {decision.because}
              </Link>
            </span>
            <span className="text-meta text-ink-2">
              <TimeAgo at={decision.recordedAt} isQuiet />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
