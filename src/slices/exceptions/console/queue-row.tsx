import { Check } from 'lucide-react'
import { memo } from 'react'
import { cx } from '#console/ui/cx.ts'
import { type Row, useRow } from './rows.ts'
import { useTeamName } from './team-names.ts'
import { TimeLeft } from './time-left.tsx'
import { queueWords } from './words.ts'

type QueueRowProps = {
  id: string
  domId: string
  position: number
  total: number
  top: number
  height: number
  isOpen: boolean
  isTicked: boolean
  isAnswered: boolean
}

/** One item of the list. Drawn again only when it changes itself, and only its place when one above it is gone. */
export const QueueRow = memo(function Item({ id, domId, position, total, top, height, isOpen, isTicked, isAnswered }: QueueRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the list, which names the open row
    <div
      id={domId}
      role="option"
      aria-selected={isTicked}
      aria-current={isOpen || undefined}
      aria-posinset={position}
      aria-setsize={total}
      data-id={id}
      style={{ top, height }}
      className={cx(
        'absolute inset-x-0 flex cursor-pointer gap-3 overflow-hidden border-s-3 border-b border-b-line px-2.5 py-2',
        isOpen ? 'border-s-accent bg-selected' : 'border-s-transparent hover:bg-hover',
      )}
    >
      <Inside id={id} isTicked={isTicked} isAnswered={isAnswered} />
    </div>
  )
})

type InsideProps = Pick<QueueRowProps, 'id' | 'isTicked' | 'isAnswered'>

const Inside = memo(function Content({ id, isTicked, isAnswered }: InsideProps) {
  const row = useRow(id)
  return (
    <>
      <span data-tick="yes" className="-m-1 shrink-0 self-start p-1">
        <span
          aria-hidden="true"
          className={cx(
            'mt-0.5 grid size-4 place-items-center rounded-s border',
            isTicked ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-card',
          )}
        >
          {isTicked ? <Check size={12} strokeWidth={3} /> : null}
        </span>
      </span>
      {row === undefined || row === 'gone' ? (
        <span className="text-ink-2">{row === 'gone' ? queueWords.gone : queueWords.reading}</span>
      ) : (
        <Facts row={row} isAnswered={isAnswered} />
      )}
    </>
  )
})

function Facts({ row, isAnswered }: { row: Row; isAnswered: boolean }) {
  const nameOfTeam = useTeamName()
  return (
    <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)] content-start">
      <span className="flex items-baseline gap-3">
        <span className={cx('min-w-0 grow truncate', isAnswered ? 'text-ink-2 line-through' : 'font-medium')}>{row.title}</span>
        <span className="shrink-0 text-meta text-ink-2">{isAnswered ? queueWords.answered : <TimeLeft row={row} />}</span>
      </span>
      <span className="truncate text-meta text-ink-2">{marksOf(row, nameOfTeam(row.team)).join(' · ')}</span>
    </span>
  )
}

/** Team, why it is here, and what else is worth a word. Who holds it is never more than "a colleague". */
function marksOf(row: Row, team: string): string[] {
  const marks = [team, queueWords[row.origin]]
  if (row.isDrill) marks.unshift(queueWords.drill)
  if (row.claim === 'colleague') marks.push(queueWords.colleague)
  if (row.isHighRisk) marks.push(queueWords.highRisk)
  if (row.isEscalated) marks.push(queueWords.helpAsked)
  return marks
}
