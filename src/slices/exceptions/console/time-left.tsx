import { day, timeOfDay } from '#console/messages/formats.ts'
import { StatusShape } from '#console/ui/status-mark.tsx'
import { useNow } from '#console/use-now.ts'
import type { Row } from './rows.ts'
import { queueWords } from './words.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** When something comes back: an hour if it is soon, else the day too. */
export function whenText(at: Date, now: number): string {
  const isSoon = at.getTime() - now < DAY / 2
  return isSoon ? timeOfDay(at) : `${day(at)}, ${timeOfDay(at)}`
}

/** Whole minutes until an instant; below zero when it has passed. */
export const minutesUntil = (at: string, now: number): number => Math.trunc((Date.parse(at) - now) / MINUTE)

/** How much of the promised time is left. Late is said in words and shape, and never in red letters. */
export function TimeLeft({ row }: { row: Row }) {
  const now = useNow()
  const left = minutesUntil(row.dueAt, now)
  if (row.deferredUntil) return <span>{queueWords.back(whenText(new Date(row.deferredUntil), now))}</span>
  if (left < 0)
    return (
      <span className="inline-flex items-center gap-1.5 font-medium text-ink">
        <StatusShape status="act" />
        {queueWords.late(-left)}
      </span>
    )
  return <span>{left === 0 ? queueWords.dueNow : queueWords.left(left)}</span>
}
