import { Badge } from '#console/ui/badge.tsx'
import { Link } from '#console/ui/link.tsx'
import { TierMark } from '#console/ui/tier-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { DecisionSummary } from './live-list.ts'
import { type Titles, typeName } from './names.ts'
import { decisionWords } from './words.ts'

type DecisionRowProps = { decision: DecisionSummary; titles: Titles; nameOf: (team: string) => string; aiAgentName: (id: string) => string }

/** One decision: what, which answer, why, who asked, when. The whole row opens it. */
export function DecisionRow({ decision, titles, nameOf, aiAgentName }: DecisionRowProps) {
  return (
    <li className="relative grid items-start gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 first:border-t-0 hover:bg-hover has-[a:focus-visible]:bg-selected narrow:grid-cols-[7.5rem_minmax(0,1fr)]">
      <TierMark tier={decision.tier} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <Link
            to="/decisions/$id"
            params={{ id: decision.id }}
            look="bare"
            data-row=""
            className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {typeName(titles, decision.decisionType)}
          </Link>
          <span className="text-meta text-ink-2">
            <TimeAgo at={decision.recordedAt} isQuiet />
          </span>
        </p>
        <p>{decision.because}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-meta text-ink-2">
          {decisionWords.byWhom(aiAgentName(decision.aiAgent), nameOf(decision.team))}
          {decision.recordOnly ? <Badge>{decisionWords.shadow}</Badge> : null}
          {decision.isCovered ? null : <Badge>{decisionWords.uncovered}</Badge>}
        </p>
      </div>
    </li>
  )
}
