import { useRef } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import { cx } from '#console/ui/cx.ts'
import { useExport } from '#console/ui/exports.ts'
import { StatusShape } from '#console/ui/status-mark.tsx'
import { type Column, plainColumn, shownOf } from '#console/ui/table.tsx'
import type { Drill } from './look.ts'
import { drillWords, seconds } from './words.ts'

type Reached = Drill['timeline'][number]

const columnsOf = (): Column<Reached>[] => [
  plainColumn('moment', drillWords.moment, ({ moment }) => drillWords.moments(moment)),
  plainColumn('at', drillWords.at, ({ at }) => at),
  plainColumn('after', drillWords.afterSeconds, ({ afterSeconds }) => afterSeconds),
  plainColumn('by', drillWords.by, ({ role }) => role),
]

/** The moments of a drill, one below the other; what was not reached yet says so. */
export function Timeline({ drill }: { drill: Drill }) {
  const place = useRef<HTMLOListElement>(null)
  useExport({
    place,
    isButton: true,
    records: () => drill.timeline,
    title: () => drillWords.timeline,
    read: () => shownOf({ file: `drill-${drill.id.slice(0, 8)}`, columns: columnsOf(), rows: drill.timeline, about: [drill.hypothesis] }),
  })
  return (
    <ol ref={place} aria-live="polite" className="grid">
      {drill.timeline.map((one) => (
        <li key={one.moment} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2">
          <span className="grid justify-items-center">
            <span className="mt-1">
              <StatusShape status={one.at ? 'ok' : 'none'} />
            </span>
            <span className="h-full w-px bg-line" />
          </span>
          <span className={cx('grid pb-3', one.at ? undefined : 'text-ink-2')}>
            <span className="font-medium">{drillWords.moments(one.moment)}</span>
            <span className="text-meta text-ink-2">{momentText(one)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function momentText({ moment, at, afterSeconds, role }: Reached): string {
  if (!at) return drillWords.notYet
  const when = moment === 'injected' || afterSeconds === null ? exactTime(new Date(at)) : drillWords.after(seconds(afterSeconds))
  return role ? `${when} ${drillWords.byRole(role)}` : when
}
