import type { ReactNode } from 'react'
import { count } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { nameOf } from './names.ts'
import type { Summary } from './summary-cards.tsx'
import { decisionWords } from './words.ts'

/** How much the standards speak about, and what they leave out. `writeLink` leads to a new standard for a decision type. */
export function Coverage({ summary, writeLink }: { summary: Summary; writeLink: (type: string) => ReactNode }) {
  const open = summary.byType.filter((type) => !type.isCovered)
  const part = summary.decisions === 0 ? 1 : summary.covered / summary.decisions
  return (
    <Card
      title={open.length === 0 ? decisionWords.coverageAll : decisionWords.coverageSome(part)}
      subtitle={decisionWords.coverageSubtitle}
      isFlush={open.length > 0}
    >
      {open.length === 0 ? (
        <StatusMark status="ok" text={decisionWords.coveredKinds(summary.byType.length)} isPlain />
      ) : (
        <ul aria-label={decisionWords.uncoveredCaption} className="border-t border-line">
          {open.map((type) => (
            <li
              key={type.decisionType}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-1.5 first:border-t-0"
            >
              <span>
                <span className="font-medium">{nameOf(type.decisionType)}</span> <span className="text-ink-2">{count(type.decisions)}</span>
              </span>
              {writeLink(type.decisionType)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
