import { type LiveState, useLiveState } from '#console/live.ts'
import { timeOfDay } from '#console/messages/formats.ts'
import { shellWords } from '#console/messages/shell.ts'
import { type Status, StatusShape } from '#console/ui/status-mark.tsx'
import { Tooltip } from '#console/ui/tooltip.tsx'

type Shown = { status: Status; text: string; hint: string }

export function liveText(state: LiveState): Shown {
  if (state.phase === 'live') return { status: 'ok', text: shellWords.live, hint: shellWords.liveHint }
  if (state.phase === 'connecting') return { status: 'none', text: shellWords.connecting, hint: shellWords.reconnectingHint }
  if (state.phase === 'reconnecting') return { status: 'info', text: shellWords.reconnecting, hint: shellWords.reconnectingHint }
  return { status: 'watch', text: shellWords.staleSince(timeOfDay(new Date(state.since))), hint: shellWords.staleHint }
}

/** Whether what is on screen is current. Going stale is announced; being live is not, it is the normal case. */
export function LiveBadge() {
  const state = useLiveState()
  const { status, text, hint } = liveText(state)
  return (
    <>
      <Tooltip text={hint}>
        <button type="button" className="press-target inline-flex h-7 items-center gap-1.5 rounded-m px-2 text-meta text-ink-2">
          <StatusShape status={status} />
          <span className="max-narrow:sr-only">{text}</span>
        </button>
      </Tooltip>
      <span role="status" className="sr-only">
        {state.phase === 'stale' ? text : ''}
      </span>
    </>
  )
}
