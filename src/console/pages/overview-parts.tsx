import { useState } from 'react'
import { PathLink } from '#console/path-link.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { KeyHint } from '#console/ui/key-hint.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { Overview } from './overview-data.ts'
import type { Decision } from './overview-decisions.ts'
import { overviewWords } from './overview-words.ts'

const keysThere = 9

/** What needs a decision, each with one act. Says what it could not look at. */
export function DecisionsCard({ decisions, overview }: { decisions: Decision[]; overview: Overview }) {
  const { pending, failed, retry } = overview
  const [isWholeList, setIsWholeList] = useState(false)
  const shown = isWholeList ? decisions : decisions.slice(0, keysThere)
  const more = decisions.length - shown.length
  const isWhole = pending.length === 0 && failed.length === 0
  return (
    <Card title={overviewWords.decisions(decisions.length, isWhole)} subtitle={overviewWords.decisionsSubtitle} isFlush>
      {decisions.length === 0 && isWhole ? (
        <EmptyState kind="nothing-left" title={overviewWords.nothingToDecide}>
          {overviewWords.nothingToDecideHint}
        </EmptyState>
      ) : null}
      <ol>
        {shown.map((decision, at) => (
          <DecisionLine key={decision.id} decision={decision} nth={at + 1} />
        ))}
      </ol>
      {more > 0 ? (
        <div className="border-t border-line px-4 py-2">
          <Button size="small" onClick={() => setIsWholeList(true)}>
            {overviewWords.more(more)}
          </Button>
        </div>
      ) : null}
      {pending.length > 0 ? (
        <p role="status" className="border-t border-line px-4 py-2 text-ink-2">
          {overviewWords.stillLooking(pending)}
        </p>
      ) : null}
      {failed.length > 0 ? (
        <div role="alert" className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2">
          <StatusMark status="act" isPlain text={overviewWords.failed(failed)} />
          <Button size="small" onClick={retry}>
            {overviewWords.retry}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}

function DecisionLine({ decision, nth }: { decision: Decision; nth: number }) {
  const { status, text, more, act, path } = decision
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5">
      <StatusMark status={status} />
      <span className="min-w-0 flex-1 basis-64">
        <span className="font-strong">{text}</span> <span className="text-ink-2">{more}</span>
      </span>
      <span className="inline-flex items-center gap-2">
        <PathLink path={path}>{act}</PathLink>
        {nth <= keysThere ? <KeyHint keys={String(nth)} /> : null}
      </span>
    </li>
  )
}
