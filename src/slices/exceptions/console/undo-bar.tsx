import { useEffect, useState } from 'react'
import { Button } from '#console/ui/button.tsx'
import { StatusShape } from '#console/ui/status-mark.tsx'
import type { Done, Working } from './use-acts.ts'
import { actWords } from './words.ts'

const SECOND = 1_000

function textOf({ what, title, ids }: Done): string {
  return title === null ? actWords.doneMany(what, ids.length) : actWords.done(what, title)
}

type UndoBarProps = {
  done: readonly Done[]
  working: Working | null
  onUndo: () => void
  onForget: (key: number, ids: readonly string[]) => void
}

/** What was done last, and how long it can be taken back. Said once to those who hear it; the seconds only tick for the eye. */
export function UndoBar({ done, working, onUndo, onForget }: UndoBarProps) {
  const last = done.at(-1)
  const workingText = working ? actWords.working(working.what, working.done, working.all) : ''
  const spoken = last ? `${textOf(last)}. ${actWords.effectSpoken}` : ''
  return (
    <>
      <p role="status" className="sr-only">
        {workingText || spoken}
      </p>
      {done.map((one) => (one.until === null ? null : <Clock key={one.key} done={one} until={one.until} onForget={onForget} />))}
      {working || last ? (
        <div
          data-print="no"
          className="fixed inset-x-2 bottom-16 z-20 xwide:bottom-2 mx-auto flex max-w-xl items-center gap-3 rounded-l border border-line bg-raised py-1.5 ps-4 pe-1.5 shadow-float"
        >
          <StatusShape status={working ? 'info' : 'ok'} />
          {working ? <span className="min-w-0 grow py-1">{workingText}</span> : <LastDone last={last} />}
          <Button size="small" keyHint="u" onClick={onUndo}>
            {actWords.undo}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function LastDone({ last }: { last: Done | undefined }) {
  if (!last) return null
  return (
    <>
      <span className="line-clamp-2 min-w-0 grow">{textOf(last)}</span>
      <span aria-hidden="true" className="shrink-0 text-meta text-ink-2">
        <Seconds key={last.key} until={last.until} />
      </span>
    </>
  )
}

/** Takes it off the bar once it is in effect. */
function Clock({ done, until, onForget }: { done: Done; until: number; onForget: UndoBarProps['onForget'] }) {
  useEffect(() => {
    const timer = setTimeout(() => onForget(done.key, done.ids), Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [done, until, onForget])
  return null
}

function Seconds({ until }: { until: number | null }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND / 2)
    return () => clearInterval(timer)
  }, [])
  const left = until === null ? 8 : Math.max(1, Math.ceil((until - now) / SECOND))
  return actWords.effectIn(left)
}
