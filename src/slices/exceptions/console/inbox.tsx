import { memo, type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import { later } from '#console/later.tsx'
import { cx } from '#console/ui/cx.ts'
import { BulkBar } from './bulk-bar.tsx'
import type { Borrowed } from './case.tsx'
import { CasePane } from './case-pane.tsx'
import { decideWords } from './decide-words.ts'
import type { Desk, DeskAct } from './desk.ts'
import { useInboxKeys } from './inbox-keys.ts'
import type { QueueSearch } from './queue-head.tsx'
import { QueuePane } from './queue-pane.tsx'
import { type ReasonCode, Reasons, reasonsFor } from './reasons.tsx'
import { RowsContext } from './rows.ts'
import type { Team } from './team-names.ts'
import { UndoBar } from './undo-bar.tsx'
import { type ManyVerb, useActs } from './use-acts.ts'
import { useAnswers } from './use-answers.ts'
import { useCase } from './use-case.ts'
import { useClaim } from './use-claim.ts'
import { useQueue } from './use-queue.ts'
import { actWords } from './words.ts'

const DeferDialog = later(async () => (await import('./dialogs.tsx')).DeferDialog)
const EscalateDialog = later(async () => (await import('./dialogs.tsx')).EscalateDialog)
const ViewsDialog = later(async () => (await import('./views-dialog.tsx')).ViewsDialog)

export type InboxProps = {
  header: ReactNode
  search: QueueSearch
  /** The item that the address names. */
  item: string | null
  /** Teams to filter by, and teams for which the reader may keep a view. */
  teams: Team[]
  viewTeams: Team[]
  mayWork: boolean
  borrowed: Borrowed
  onSearch: (change: QueueSearch) => void
  onClear: () => void
  onItem: (id: string | null) => void
  onCopy: (id: string | null) => void
  onApplyView: (query: string) => void
  viewQuery: string
}

type Open = 'nothing' | 'defer' | 'escalate' | 'views'

/** List and case stand side by side from here on; below it one at a time. */
const isBroad = () => matchMedia('(min-width: 56.25rem)').matches

/** The review inbox: what waits, the open case, and the answer. */
export function Inbox(props: InboxProps) {
  const { search, item } = props
  const queue = useQueue(search, { wanted: item, opens: isBroad })
  const { desk, act, rows } = queue
  const detail = useCase(desk)
  // The list answers a key at once, the case a moment later; until it stands there nothing can be said to it.
  const isBehind = useDeferredValue(desk.at) !== desk.at
  const inSight = isBehind ? undefined : detail.data
  const acts = useActs({ act, rows })
  const [open, setOpen] = useState<Open>('nothing')
  const searchBox = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const focusList = useCallback(() => place.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true }), [])
  const undo = () => void acts.undoLast()
  const answers = useAnswers({
    detail: inSight,
    acts,
    onLeft: focusList,
    onDefer: () => setOpen('defer'),
    onEscalate: () => setOpen('escalate'),
    onUndo: undo,
  })
  useItemInAddress({ at: desk.at, item, onItem: props.onItem, go: (to) => act({ do: 'go', to }) })
  useClaim({ id: props.mayWork && detail.data?.state === 'open' ? desk.at : null, isAnswered: (id) => desk.away.has(id) })

  const many = useMany(desk, acts)
  const back = () => {
    if (many.asking !== null) return many.cancel()
    if (answers.asking) return answers.cancel()
    if (desk.ticked.size > 0) return act({ do: 'untick' })
    if (!isBroad()) act({ do: 'go', to: null })
  }
  const onReason = (code: ReasonCode) => (many.asking === null ? answers.reason(code) : many.send(many.asking, code))
  useInboxKeys({
    desk,
    detail: inSight,
    act,
    asking: many.asking ?? answers.asking?.verb ?? null,
    onReason,
    onVerb: answers.start,
    onMany: many.start,
    onUndo: undo,
    onSearch: () => searchBox.current?.focus(),
    onViews: () => setOpen('views'),
    onCopy: () => props.onCopy(desk.at),
    onBack: back,
  })
  return (
    <RowsContext value={rows}>
      <div
        ref={place}
        className="-m-4 grid h-[max(calc(100dvh-3rem),26rem)] min-w-0 wide:-m-6 wide:grid-cols-[20rem_minmax(0,1fr)] xwide:grid-cols-[23.5rem_minmax(0,1fr)]"
      >
        <div className={cx('flex min-h-0 min-w-0 border-e border-line bg-card', desk.at !== null && 'max-wide:hidden')}>
          <QueuePane
            {...props}
            queue={queue}
            onOpen={(to) => act({ do: 'go', to })}
            searchBox={searchBox}
            onLeaveSearch={focusList}
            bulk={<Bulk desk={desk} act={act} many={many} isBusy={acts.working !== null} onReason={onReason} />}
          />
        </div>
        <div className={cx('grid min-h-0 min-w-0', desk.at === null && 'max-wide:hidden')}>
          <Still isStill={isBehind}>
            <CasePane at={desk.at} detail={detail} answers={answers} borrowed={props.borrowed} onBack={back} />
          </Still>
        </div>
      </div>
      <UndoBar done={acts.done} working={acts.working} onUndo={undo} onForget={acts.forget} />
      <Dialogs {...props} open={open} onClose={() => setOpen('nothing')} acts={acts} detail={detail.data} />
    </RowsContext>
  )
}

/** Leaves what it shows as it is while it is told to. */
const Still = memo(
  ({ children }: { isStill: boolean; children: ReactNode }) => children,
  (_, next) => next.isStill,
)

/** The same answer to all that are picked: it goes at once, or asks for its reason first. */
function useMany(desk: Desk, acts: ReturnType<typeof useActs>) {
  const [asking, setAsking] = useState<ManyVerb | null>(null)
  const send = (verb: ManyVerb, reasonCode?: ReasonCode) => {
    setAsking(null)
    acts.answerMany([...desk.ticked], verb, { reasonCode })
  }
  const start = (verb: ManyVerb) => (verb === 'approve' ? send(verb) : setAsking(verb))
  return { asking, send, start, cancel: () => setAsking(null) }
}

type BulkProps = {
  desk: Desk
  act: (act: DeskAct) => void
  many: ReturnType<typeof useMany>
  isBusy: boolean
  onReason: (code: ReasonCode) => void
}

function Bulk({ desk, act, many, isBusy, onReason }: BulkProps) {
  if (desk.ticked.size === 0) return null
  return (
    <>
      <BulkBar
        picked={desk.ticked.size}
        all={desk.ids.length}
        isBusy={isBusy}
        onAct={many.start}
        onAll={() => act({ do: 'tick-all' })}
        onClear={() => act({ do: 'untick' })}
      />
      {many.asking ? (
        <div className="border-t border-line bg-selected px-3 py-2">
          <Reasons
            label={`${decideWords.bulkReason(actWords[many.asking], desk.ticked.size)}. ${decideWords.reasonAsked}`}
            codes={reasonsFor(many.asking)}
            value={null}
            onChoose={onReason}
            hasKeys
          />
        </div>
      ) : null}
    </>
  )
}

type DialogsProps = InboxProps & {
  open: Open
  onClose: () => void
  acts: ReturnType<typeof useActs>
  detail: ReturnType<typeof useCase>['data']
}

function Dialogs({ open, onClose, acts, detail, viewTeams, viewQuery, onApplyView }: DialogsProps) {
  return (
    <>
      {open === 'defer' && detail ? <DeferDialog open onClose={onClose} onChoose={(until) => acts.putOff(detail, until)} /> : null}
      {open === 'escalate' && detail ? (
        <EscalateDialog open onClose={onClose} onSend={(reason) => acts.askForHelp(detail, reason)} />
      ) : null}
      {open === 'views' ? <ViewsDialog open onClose={onClose} query={viewQuery} teams={viewTeams} onApply={onApplyView} /> : null}
    </>
  )
}

const ADDRESS_MS = 200

type ItemInAddress = { at: string | null; item: string | null; onItem: (id: string | null) => void; go: (id: string | null) => void }

/** The open item stands in the address, a moment behind the keys; a link or the back button moves the desk. */
function useItemInAddress({ at, item, onItem, go }: ItemInAddress) {
  const written = useRef(item)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what changes on its own side moves the other
  useEffect(() => {
    if (item === written.current) return
    written.current = item
    go(item)
  }, [item])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what changes on its own side moves the other
  useEffect(() => {
    if (at === written.current) return
    const timer = setTimeout(() => {
      written.current = at
      onItem(at)
    }, ADDRESS_MS)
    return () => clearTimeout(timer)
  }, [at])
}
