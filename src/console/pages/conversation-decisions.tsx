import { useCallPages } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { MorePages } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TierMark, tierText } from '#console/ui/tier-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { useTitles } from '#console/use-titles.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { type Titles, typeName } from '#slices/decisions/console/names.ts'
import { decisionWords } from '#slices/decisions/console/words.ts'
import { listDecisions } from '#slices/decisions/contract.ts'
import { conversationDecisionWords as say } from './conversation-words.ts'

type Decision = OutputOf<typeof listDecisions>['items'][number]

const columnsOf = (titles: Titles): Column<Decision>[] => [
  {
    id: 'what',
    head: say.what,
    cell: (row) => (
      <Link to="/decisions/$id" params={{ id: row.id }}>
        {typeName(titles, row.decisionType)}
      </Link>
    ),
    value: (row) => typeName(titles, row.decisionType),
  },
  { id: 'tier', head: decisionWords.tier, cell: (row) => <TierMark tier={row.tier} />, value: (row) => tierText(row.tier) },
  { id: 'because', head: say.because, cell: (row) => row.because, value: (row) => row.because },
  { id: 'aiAgent', head: decisionWords.aiAgent, cell: (row) => row.aiAgent, value: (row) => row.aiAgent },
  { id: 'at', head: decisionWords.recorded, cell: (row) => <TimeAgo at={row.recordedAt} isQuiet />, value: (row) => row.recordedAt },
]

/** What AI agents asked to do in one conversation, and what they were told. */
export function ConversationDecisions({ id }: { id: string }) {
  const decisions = useCallPages(listDecisions, { conversation: id, limit: 20 })
  const columns = columnsOf(useTitles())
  return (
    <Card
      title={say.title}
      subtitle={say.subtitle}
      isFlush
      actions={
        <CsvButton name="decisions-in-conversation" columns={columns} rows={decisions.items} about={[say.subtitle]} pages={decisions} />
      }
    >
      <Rows decisions={decisions} columns={columns} />
    </Card>
  )
}

type RowsProps = { decisions: ReturnType<typeof useCallPages<typeof listDecisions>>; columns: Column<Decision>[] }

function Rows({ decisions, columns }: RowsProps) {
  if (decisions.isPending) return <Skeleton lines={3} />
  if (decisions.isError) return <ErrorState error={decisions.error} onRetry={decisions.retry} />
  if (decisions.items.length === 0) return <EmptyState kind="nothing-yet">{say.empty}</EmptyState>
  return (
    <>
      <Table caption={say.title} isCaptionHidden columns={columns} rows={decisions.items} rowKey={(row) => row.id} />
      <MorePages pages={decisions} />
    </>
  )
}
