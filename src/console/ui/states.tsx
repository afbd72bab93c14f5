import type { ReactNode } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { StatusShape } from './status-mark.tsx'

type EmptyKind = 'nothing-yet' | 'nothing-left' | 'nothing-matches' | 'not-enough-people'

type EmptyStateProps = {
  /** Four different cases: nothing was ever here, all is done, the filters hide it, or the group is too small to show. */
  kind: EmptyKind
  title?: string
  /** How to begin, when more comes, or when it will show. */
  children: ReactNode
  /** The one next step. For `nothing-matches` give `onClear` instead. */
  action?: ReactNode
  onClear?: () => void
}

const titles: { [kind in EmptyKind]: () => string } = {
  'nothing-yet': () => uiWords.nothingYet,
  'nothing-left': () => uiWords.nothingLeft,
  'nothing-matches': () => uiWords.nothingMatches,
  'not-enough-people': () => uiWords.notEnoughPeople,
}

export function EmptyState({ kind, title, children, action, onClear }: EmptyStateProps) {
  return (
    <div data-empty={kind} className="grid justify-items-start gap-2 p-6">
      <p className="inline-flex items-center gap-2 text-title font-strong">
        <StatusShape status={kind === 'nothing-left' ? 'ok' : 'none'} />
        {title ?? titles[kind]()}
      </p>
      <div className="max-w-[72ch] text-ink-2">{children}</div>
      {onClear ? <Button onClick={onClear}>{uiWords.clearFilters}</Button> : null}
      {action}
    </div>
  )
}

type ErrorStateProps = {
  /** What failed, in the reader's words. */
  title?: string
  /** The error of the query or act. Its sentence and its reference number are shown. */
  error: unknown
  /** What still works meanwhile. */
  stillWorks?: string
  onRetry?: () => void
  action?: ReactNode
}

type MaybeProblem = { message?: string; problem?: { detail?: string; next?: string; requestId?: string } }

/** What failed, what still works, what to do, and the number to name when asking for help. */
export function ErrorState({ title, error, stillWorks, onRetry, action }: ErrorStateProps) {
  const { message, problem } = (error ?? {}) as MaybeProblem
  return (
    <div role="alert" className="grid justify-items-start gap-2 p-6">
      <p className="inline-flex items-center gap-2 text-title font-strong">
        <StatusShape status="act" />
        {title ?? uiWords.failed}
      </p>
      <p className="max-w-[72ch]">{problem?.detail ?? message}</p>
      {problem?.next ? <p className="max-w-[72ch]">{problem.next}</p> : null}
      {stillWorks ? <p className="max-w-[72ch] text-ink-2">{uiWords.stillWorks(stillWorks)}</p> : null}
      {onRetry || action ? (
        <div className="flex flex-wrap gap-2">
          {onRetry ? <Button onClick={onRetry}>{uiWords.tryAgain}</Button> : null}
          {action}
        </div>
      ) : null}
      {problem?.requestId ? <p className="text-meta text-ink-2">{uiWords.reference(problem.requestId)}</p> : null}
    </div>
  )
}

/** Lines in the place of what is coming, so that nothing jumps. It appears only after a second of waiting. */
export function Skeleton({ lines = 4, label = uiWords.loading }: { lines?: number; label?: string }) {
  return (
    <div role="status" className="grid gap-3 p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
          key={index}
          aria-hidden="true"
          className={cx('skeleton-line h-4 rounded-s bg-line', index % 3 === 2 ? 'w-2/3' : 'w-full')}
        />
      ))}
    </div>
  )
}
