import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef } from 'react'
import { useWindow } from '#console/ui/use-window.ts'
import type { Desk, DeskAct } from './desk.ts'
import { useQueueExport } from './queue-export.ts'
import { QueueRow } from './queue-row.tsx'
import { useRows } from './rows.ts'
import { queueWords } from './words.ts'

const ROW_REM = 3.75

type QueueListProps = { desk: Desk; act: (act: DeskAct) => void; onOpen: (id: string) => void }

/**
 * The list. The focus stays on the list itself, which names the open row: rows come and go while one scrolls, and the focus
 * would go with them. Picked items are its selection; the open one is where the reader stands.
 */
export function QueueList({ desk, act, onOpen }: QueueListProps) {
  const box = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const rows = useRows()
  const { ids, at } = desk
  const shown = useWindow({ count: ids.length, rowRem: ROW_REM, box })
  const here = at === null ? -1 : ids.indexOf(at)
  const { scrollTo, from, to, rowHeight } = shown
  useQueueExport(box, ids)
  useEffect(() => scrollTo(here), [here, scrollTo])
  useEffect(() => rows.want(ids.slice(Math.max(0, from - 20), to + 20)), [rows, ids, from, to])
  // The open row is always there, also when it was scrolled away: the list must be able to name it.
  const drawn = range(from, to)
  if (here >= 0 && (here < from || here >= to)) drawn.push(here)
  return (
    <div
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={queueWords.list}
      aria-multiselectable="true"
      aria-activedescendant={here >= 0 ? `${prefix}${at}` : undefined}
      data-in-page="yes"
      className="relative min-h-0 grow overflow-y-auto outline-offset-[-2px]"
      onKeyDown={(event) => pressed(event, shown.page, act)}
      onClick={(event) => clicked(event, { act, onOpen, at })}
    >
      <div style={{ height: ids.length * rowHeight }} role="presentation" className="relative">
        {drawn.map((index) => {
          const id = ids[index] as string
          return (
            <QueueRow
              key={id}
              id={id}
              domId={`${prefix}${id}`}
              position={index + 1}
              total={ids.length}
              top={index * rowHeight}
              height={rowHeight}
              isOpen={id === at}
              isTicked={desk.ticked.has(id)}
              isAnswered={desk.answered.has(id)}
            />
          )
        })}
      </div>
    </div>
  )
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)

/** What the arrow keys do, as in any list. The letters are bound by the screen. */
function pressed(event: KeyboardEvent, page: number, act: QueueListProps['act']) {
  const steps: { [key: string]: number } = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: Number.MIN_SAFE_INTEGER,
    End: Number.MAX_SAFE_INTEGER,
  }
  const by = steps[event.key]
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act({ do: 'move', by })
}

type Clicked = { act: QueueListProps['act']; onOpen: (id: string) => void; at: string | null }

function clicked(event: MouseEvent, { act, onOpen, at }: Clicked) {
  const target = event.target instanceof Element ? event.target : null
  const id = target?.closest<HTMLElement>('[data-id]')?.dataset.id
  if (id === undefined) return
  if (event.shiftKey && at !== null) return act({ do: 'tick', id: at, to: id })
  if (target?.closest('[data-tick]') || event.ctrlKey || event.metaKey) return act({ do: 'tick', id })
  onOpen(id)
}
