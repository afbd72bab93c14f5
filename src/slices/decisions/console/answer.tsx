import { Badge } from '#console/ui/badge.tsx'
import { Card } from '#console/ui/card.tsx'
import { TierMark, tierText } from '#console/ui/tier-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getDecision } from '../contract.ts'
import { detailWords } from './detail-words.ts'

export type Detail = OutputOf<typeof getDecision>
type Source = Detail['reasons'][number]['source']

const sources: { [source in Source]: () => string } = {
  standard: () => detailWords.sourceStandard,
  team: () => detailWords.sourceTeam,
  otherwise: () => detailWords.sourceOtherwise,
  input: () => detailWords.sourceInput,
  error: () => detailWords.sourceError,
  phase: () => detailWords.sourcePhase,
  switch: () => detailWords.sourceSwitch,
  freshness: () => detailWords.sourceFreshness,
  access: () => detailWords.sourceAccess,
  unclassified: () => detailWords.sourceUnclassified,
  deployment: () => detailWords.sourceDeployment,
  local: () => detailWords.sourceLocal,
}

/** The tier in force beside what the policy alone says. */
export function Answer({ decision }: { decision: Detail }) {
  const isSame = decision.tier === decision.policyTier
  return (
    <Card title={detailWords.answerTitle}>
      <div className="grid gap-1">
        <p className="text-section">
          <TierMark tier={decision.tier} isStrong />
        </p>
        <p className="text-ink-2">
          {isSame ? detailWords.samePolicy : `${detailWords.policySays(tierText(decision.policyTier))}. ${detailWords.differs}`}
        </p>
        {decision.recordOnly ? <p>{detailWords.recordOnlyText}</p> : null}
      </div>
    </Card>
  )
}

/** Every reason, in the words of whoever gave it. */
export function Reasons({ decision }: { decision: Detail }) {
  return (
    <Card title={detailWords.reasonsTitle(decision.reasons.length)} subtitle={detailWords.reasonsSubtitle} isFlush>
      <ol className="border-t border-line">
        {decision.reasons.map((reason) => (
          <li
            key={`${reason.source} ${reason.rule} ${reason.because}`}
            className="grid items-start gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 first:border-t-0 narrow:grid-cols-[7.5rem_minmax(0,1fr)] wide:grid-cols-[7.5rem_minmax(0,1fr)_auto]"
          >
            <TierMark tier={reason.tier} />
            <span>{reason.because}</span>
            <span className="flex flex-wrap items-center gap-2 text-meta text-ink-2 narrow:col-start-2 wide:col-start-3">
              {sources[reason.source]()}
              {reason.rule && reason.source !== 'phase' ? <Badge>{detailWords.rule(reason.rule)}</Badge> : null}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
