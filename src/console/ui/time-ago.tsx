import { ago, exactTime } from '#console/messages/formats.ts'
import { useNow } from '#console/use-now.ts'
import { Tooltip } from './tooltip.tsx'

type TimeAgoProps = {
  /** An instant: a Date or the API's ISO text. */
  at: Date | string
  /** Without a tab stop of its own, for long lists whose rows open a page with the exact time. */
  isQuiet?: boolean
}

/** "3 min ago", with the exact time on hover and on focus. It keeps itself up to date. */
export function TimeAgo({ at, isQuiet = false }: TimeAgoProps) {
  const now = useNow()
  const instant = typeof at === 'string' ? new Date(at) : at
  const exact = exactTime(instant)
  // A server a few seconds ahead of this machine must not make an event look as if it were to come.
  const text = ago(instant, new Date(Math.max(now, instant.getTime())))
  if (isQuiet)
    return (
      <time dateTime={instant.toISOString()} title={exact} className="whitespace-nowrap">
        {text}
      </time>
    )
  return (
    <Tooltip text={exact} side="top">
      <button type="button" data-print="yes" className="press-target rounded-s text-start whitespace-nowrap">
        <time dateTime={instant.toISOString()}>{text}</time>
      </button>
    </Tooltip>
  )
}
