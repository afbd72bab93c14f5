import { type ReactNode, useState } from 'react'
import { dayAndTime, exactTime } from '#console/messages/formats.ts'
import { useAct, type useCallPages } from '#console/query.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import { acknowledge, closeEscalation, handOver, type listEscalations } from '../contract.ts'
import { Detail } from './detail.tsx'
import { looks, type Summary } from './looks.ts'
import { escalationWords } from './words.ts'

type Pages = ReturnType<typeof useCallPages<typeof listEscalations>>

const toldText = ({ waitsFor, step, stepsCount }: Summary) =>
  waitsFor ? escalationWords.toldOf(escalationWords.roles(waitsFor), step, stepsCount) : escalationWords.toldNobody

const nextText = ({ nextAt }: Summary) => (nextAt ? dayAndTime(new Date(nextAt), new Date()) : escalationWords.nextNone)

function columnsOf(open: (row: Summary) => void): Column<Summary>[] {
  return [
    {
      id: 'what',
      head: escalationWords.what,
      cell: (row) => (
        <span className="grid min-w-56 justify-items-start gap-0.5">
          <button
            type="button"
            data-row
            data-print="yes"
            onClick={() => open(row)}
            className="min-h-6 rounded-s text-start font-medium underline decoration-edge underline-offset-2"
          >
            {row.title}
          </button>
          <span className="inline-flex flex-wrap gap-2 text-meta font-normal text-ink-2">
            {row.isDrill ? <Badge>{escalationWords.drill}</Badge> : null}
            {escalationWords.severities(row.severity)} · {escalationWords.kinds(row.kind)} · {row.teamId}
          </span>
        </span>
      ),
      value: (row) => row.title,
    },
    {
      id: 'state',
      head: escalationWords.state,
      cell: (row) => <StatusMark status={looks[row.state]} text={escalationWords.states(row.state)} />,
      value: (row) => escalationWords.states(row.state),
    },
    {
      id: 'opened',
      head: escalationWords.opened,
      cell: (row) => <TimeAgo at={row.openedAt} />,
      value: (row) => exactTime(new Date(row.openedAt)),
    },
  ]
}

const running = (): Column<Summary>[] => [
  { id: 'told', head: escalationWords.told, cell: toldText, value: toldText },
  { id: 'next', head: escalationWords.next, cell: nextText, value: (row) => row.nextAt },
]

const past = (): Column<Summary>[] => [
  {
    id: 'closed',
    head: escalationWords.closed,
    cell: (row) => (row.closedAt ? <TimeAgo at={row.closedAt} /> : null),
    value: (row) => row.closedAt,
  },
]

type ListProps = {
  isRunning: boolean
  pages: Pages
  mayAnswer: (team: string) => boolean
  /** A link to the matter itself. */
  link: (path: string, text: string) => ReactNode
}

/** Escalations that run, or those that are over. */
export function EscalationList({ isRunning, pages, mayAnswer, link }: ListProps) {
  const [open, setOpen] = useState<string | null>(null)
  const title = isRunning ? escalationWords.runningTitle : escalationWords.pastTitle
  const plain = [...columnsOf((row) => setOpen(row.id)), ...(isRunning ? running() : past())]
  const acts: Column<Summary> = {
    id: 'acts',
    head: escalationWords.acts,
    cell: (row) => (mayAnswer(row.teamId) ? <Answers escalation={row} /> : null),
  }
  const columns = isRunning && pages.items.some((row) => mayAnswer(row.teamId)) ? [...plain, acts] : plain
  return (
    <Card
      title={title}
      subtitle={isRunning ? escalationWords.runningSubtitle : escalationWords.pastSubtitle}
      isFlush
      actions={
        <CsvButton
          name={isRunning ? 'escalations-running' : 'escalations-over'}
          columns={plain}
          rows={pages.items}
          about={[title]}
          pages={pages}
        />
      }
    >
      <Rows pages={pages} columns={columns} isRunning={isRunning} title={title} />
      {open ? <Detail id={open} onClose={() => setOpen(null)} link={link} /> : null}
    </Card>
  )
}

type RowsProps = { pages: Pages; columns: Column<Summary>[]; isRunning: boolean; title: string }

function Rows({ pages, columns, isRunning, title }: RowsProps) {
  if (pages.isPending) return <Skeleton lines={3} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={pages.retry} />
  if (pages.items.length === 0)
    return (
      <EmptyState kind={isRunning ? 'nothing-left' : 'nothing-yet'} title={isRunning ? escalationWords.answerNone : undefined}>
        {isRunning ? escalationWords.runningEmpty : escalationWords.pastEmpty}
      </EmptyState>
    )
  return (
    <>
      <Table caption={title} isCaptionHidden columns={columns} rows={pages.items} rowKey={(row) => row.id} />
      <Pager shown={pages.items.length} hasMore={pages.hasMore} isLoading={pages.isLoadingMore} onMore={pages.more} />
    </>
  )
}

/** What can be answered: look after it, hand it over, close it. */
export function Answers({ escalation }: { escalation: Summary }) {
  const taken = useAct(acknowledge)
  const passed = useAct(handOver)
  const closed = useAct(closeEscalation)
  const said = (title: string) => ({
    onSuccess: () => notify({ title }),
    onError: (error: Error) => notify({ status: 'act' as const, title: escalationWords.actFailed, text: error.message }),
  })
  const id = { escalation: escalation.id }
  const isOver = escalation.state === 'closed'
  if (isOver) return null
  return (
    <span className="flex flex-wrap gap-2">
      {escalation.state === 'acknowledged' ? null : (
        <Button
          size="small"
          variant="primary"
          aria-label={escalationWords.acknowledgeOf(escalation.title)}
          busy={taken.isPending}
          onClick={() => taken.mutate(id, said(escalationWords.acknowledged))}
        >
          {escalationWords.acknowledge}
        </Button>
      )}
      {escalation.step < escalation.stepsCount ? (
        <Button
          size="small"
          title={escalationWords.handOverText}
          busy={passed.isPending}
          onClick={() => passed.mutate(id, said(escalationWords.handedOver))}
        >
          {escalationWords.handOver}
        </Button>
      ) : null}
      <Button
        size="small"
        title={escalationWords.closeText}
        busy={closed.isPending}
        onClick={() => closed.mutate(id, said(escalationWords.closedNow))}
      >
        {escalationWords.close}
      </Button>
    </span>
  )
}
