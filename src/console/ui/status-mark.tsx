import type { ReactNode } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'

export type Status = 'ok' | 'watch' | 'act' | 'info' | 'none'

const shapes: { [status in Status]: ReactNode } = {
  ok: <path d="M1.5 6.5l3 3 6-7" className="fill-none stroke-status-ok" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />,
  watch: <path d="M6 1l5.5 10H.5z" className="fill-status-watch" />,
  act: <path d="M6 .5L11.5 6 6 11.5.5 6z" className="fill-status-act" />,
  info: <circle cx="6" cy="6" r="4.5" className="fill-none stroke-status-info" strokeWidth="2" />,
  none: <circle cx="6" cy="6" r="4.5" className="fill-none stroke-status-none" strokeWidth="1.75" strokeDasharray="2 1.53" />,
}

const tints: { [status in Status]: string } = {
  ok: 'bg-tint-ok',
  watch: 'bg-tint-watch',
  act: 'bg-tint-act',
  info: 'bg-tint-info',
  none: 'bg-tint-none',
}

const texts: { [status in Status]: () => string } = {
  ok: () => uiWords.statusOk,
  watch: () => uiWords.statusWatch,
  act: () => uiWords.statusAct,
  info: () => uiWords.statusInfo,
  none: () => uiWords.statusNone,
}

/** Tick, triangle, diamond, ring or dashed ring. */
export function StatusShape({ status }: { status: Status }) {
  return (
    <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true" className="inline-block shrink-0" data-status={status}>
      {shapes[status]}
    </svg>
  )
}

/** A state as shape, word and tint. "act" is for what must be decided now, and rare by design. */
export function StatusMark({ status, text, isPlain = false }: { status: Status; text?: ReactNode; isPlain?: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex items-baseline gap-1.5 font-medium text-ink',
        !isPlain && 'rounded-s px-2 py-0.5 text-meta',
        !isPlain && tints[status],
      )}
    >
      <StatusShape status={status} />
      <span className="min-w-0">{text ?? texts[status]()}</span>
    </span>
  )
}
