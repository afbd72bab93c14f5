import { Button } from '#console/ui/button.tsx'
import type { ManyVerb } from './use-acts.ts'
import { actWords, queueWords } from './words.ts'

type BulkBarProps = {
  picked: number
  all: number
  isBusy: boolean
  onAct: (verb: ManyVerb) => void
  onAll: () => void
  onClear: () => void
}

/** What to do with several at once. The same keys as for one. */
export function BulkBar({ picked, all, isBusy, onAct, onAll, onClear }: BulkBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 bg-selected px-3 py-1.5">
      <strong role="status" className="me-1 font-strong">
        {queueWords.selected(picked)}
      </strong>
      <Button size="small" variant="primary" keyHint="1" busy={isBusy} onClick={() => onAct('approve')}>
        {actWords.approve}
      </Button>
      <Button size="small" keyHint="3" disabled={isBusy} onClick={() => onAct('take_over')}>
        {actWords.take_over}
      </Button>
      <Button size="small" keyHint="4" disabled={isBusy} onClick={() => onAct('reject')}>
        {actWords.reject}
      </Button>
      {picked < all ? (
        <Button size="small" keyHint="A" disabled={isBusy} onClick={onAll}>
          {queueWords.selectAll(all)}
        </Button>
      ) : null}
      <Button size="small" variant="quiet" keyHint="Esc" onClick={onClear}>
        {queueWords.clear}
      </Button>
    </div>
  )
}
