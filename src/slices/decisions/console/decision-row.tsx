import { Badge } from '#console/ui/badge.tsx'
import { Link } from '#console/ui/link.tsx'
import { TierMark } from '#console/ui/tier-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { DecisionSummary } from './live-list.ts'
import { type Titles, typeName } from './names.ts'
import { decisionWords } from './words.ts'

/** One decision: what, which answer, why, who asked, when. The whole row opens it. */
export function DecisionRow({ decision, titles }: { decision: DecisionSummary; titles: Titles }) {
  return (
    <li className="relative grid gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 first:border-t-0 hover:bg-hover has-[a:focus-visible]:bg-selected wide:grid-cols-[9rem_minmax(0,1fr)_auto]">
      <TierMark tier={decision.tier} />
      <div className="min-w-0">
        <Link
          to="/decisions/$id"
          params={{ id: decision.id }}
          look="bare"
          data-row=""
          className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {typeName(titles, decision.decisionType)}
        </Link>
        <p className="text-ink-2">{decision.because}</p>
      </div>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1 text-meta text-ink-2 wide:justify-end wide:text-end">
        {decision.recordOnly ? <Badge>{decisionWords.shadow}</Badge> : null}
        {decision.isCovered ? null : <Badge>{decisionWords.uncovered}</Badge>}
        <span className="wide:grid">
          <span>{decisionWords.byWhom(decision.aiAgent, decision.team)} </span>
          <TimeAgo at={decision.recordedAt} isQuiet />
        </span>
      </div>
    </li>
  )
}
