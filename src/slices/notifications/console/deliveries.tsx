import { count, exactTime, timeOfDay } from '#console/messages/formats.ts'
import { useAct, useCallPages } from '#console/query.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { deliveryStates, listDeliveries, retryDelivery } from '../contract.ts'
import { channelWords } from './words.ts'

type Delivery = OutputOf<typeof listDeliveries>['items'][number]
type State = Delivery['state']

const looks: { [state in State]: Status } = { waiting: 'info', delivered: 'ok', failed: 'act', given_up: 'act' }
const LOOK_MS = 5_000
/** No state begins with a sign. */
const ALL = '*'

const problem = ({ lastProblem, lastStatus, nextTryAt, state }: Delivery) =>
  [
    lastProblem ?? '',
    lastStatus === null || state === 'delivered' ? '' : channelWords.answered(lastStatus),
    state === 'waiting' && nextTryAt && lastProblem ? channelWords.nextTry(timeOfDay(new Date(nextTryAt))) : '',
  ]
    .filter(Boolean)
    .join(', ')

const columns = (): Column<Delivery>[] => [
  {
    id: 'subject',
    head: channelWords.subject,
    cell: (row) => (
      <span className="inline-flex min-w-48 flex-wrap gap-2">
        <span className="min-w-0 wrap-anywhere">{row.subject}</span>
        {row.isDrill ? <Badge>{channelWords.drill}</Badge> : null}
      </span>
    ),
    value: (row) => row.subject,
  },
  {
    id: 'state',
    head: channelWords.state,
    cell: (row) => <StatusMark status={looks[row.state]} text={channelWords.stateOf(row.state)} />,
    value: (row) => channelWords.stateOf(row.state),
  },
  { id: 'channel', head: channelWords.channel, cell: (row) => row.channelName, value: (row) => row.channelName },
  { id: 'tries', head: channelWords.tries, isNumber: true, cell: (row) => count(row.tries), value: (row) => row.tries },
  {
    id: 'created',
    head: channelWords.created,
    cell: (row) => <TimeAgo at={row.createdAt} />,
    value: (row) => exactTime(new Date(row.createdAt)),
  },
  { id: 'problem', head: channelWords.problem, cell: (row) => <span className="block min-w-40">{problem(row)}</span>, value: problem },
]

type DeliveriesProps = { state: State | undefined; onState: (state: State | undefined) => void; mayWrite: boolean }

/** What was sent over all channels, and how it went. */
export function Deliveries({ state, onState, mayWrite }: DeliveriesProps) {
  const deliveries = useCallPages(listDeliveries, { state, limit: 30 }, { keepPrevious: true, refetchInterval: LOOK_MS })
  return (
    <Card
      title={channelWords.deliveriesTitle}
      subtitle={channelWords.deliveriesSubtitle}
      isFlush
      actions={
        <>
          <div className="w-40">
            <Select
              label={channelWords.stateFilter}
              isLabelHidden
              options={[
                { value: ALL, label: channelWords.all },
                ...deliveryStates.map((value) => ({ value: value as string, label: channelWords.stateOf(value) })),
              ]}
              value={state ?? ALL}
              onChange={(value) => onState(deliveryStates.find((one) => one === value))}
            />
          </div>
          <CsvButton
            name="deliveries"
            columns={columns()}
            rows={deliveries.items}
            about={[channelWords.deliveriesSubtitle]}
            pages={deliveries}
          />
        </>
      }
    >
      <Rows deliveries={deliveries} mayWrite={mayWrite} onClear={state ? () => onState(undefined) : undefined} />
    </Card>
  )
}

type RowsProps = { deliveries: ReturnType<typeof useCallPages<typeof listDeliveries>>; mayWrite: boolean; onClear?: () => void }

function Rows({ deliveries, mayWrite, onClear }: RowsProps) {
  if (deliveries.isPending) return <Skeleton lines={4} />
  if (deliveries.isError) return <ErrorState error={deliveries.error} onRetry={deliveries.retry} />
  if (deliveries.items.length === 0)
    return onClear ? (
      <EmptyState kind="nothing-matches" onClear={onClear}>
        {channelWords.deliveriesNoMatch}
      </EmptyState>
    ) : (
      <EmptyState kind="nothing-yet">{channelWords.deliveriesEmpty}</EmptyState>
    )
  const acts: Column<Delivery> = { id: 'acts', head: channelWords.acts, cell: (row) => <Retry delivery={row} /> }
  return (
    <>
      <Table
        caption={channelWords.deliveriesTitle}
        isCaptionHidden
        columns={mayWrite ? [...columns(), acts] : columns()}
        rows={deliveries.items}
        rowKey={(row) => row.id}
      />
      <Pager shown={deliveries.items.length} hasMore={deliveries.hasMore} isLoading={deliveries.isLoadingMore} onMore={deliveries.more} />
    </>
  )
}

function Retry({ delivery }: { delivery: Delivery }) {
  const retry = useAct(retryDelivery)
  if (delivery.state === 'delivered') return null
  const again = () =>
    retry.mutate(
      { delivery: delivery.id },
      {
        onSuccess: () => notify({ status: 'info', title: channelWords.retried }),
        onError: (error) => notify({ status: 'act', title: channelWords.retryFailed, text: error.message }),
      },
    )
  return (
    <Button size="small" busy={retry.isPending} onClick={again}>
      {channelWords.retry}
    </Button>
  )
}
