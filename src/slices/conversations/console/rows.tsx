import type { ReactNode } from 'react'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import type { Column } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listConversations } from '../contract.ts'
import { conversationWords } from './words.ts'

export type ConversationRow = OutputOf<typeof listConversations>['items'][number]

const marks: { [state in ConversationRow['state']]: Status } = {
  open: 'none',
  not_involved: 'none',
  involved_no_answer: 'watch',
  assisted_escalation: 'info',
  contained_unconfirmed: 'info',
  contained_verified: 'ok',
  reopened: 'watch',
  recontacted: 'watch',
}

/** What became of a conversation, as a shape and in words. */
export function StateMark({ state }: { state: ConversationRow['state'] }) {
  return <StatusMark status={marks[state]} text={conversationWords.states(state)} />
}

/** The columns of the list; `link` leads to the conversation. */
export function conversationColumns(
  link: (row: ConversationRow) => ReactNode,
  nameOf: (team: string) => string,
): Column<ConversationRow>[] {
  return [
    { id: 'conversation', head: conversationWords.conversation, cell: link, value: (row) => row.id },
    {
      id: 'state',
      head: conversationWords.state,
      cell: (row) => <StateMark state={row.state} />,
      value: (row) => conversationWords.states(row.state),
    },
    { id: 'team', head: conversationWords.team, cell: (row) => nameOf(row.team), value: (row) => nameOf(row.team) },
    {
      id: 'aiAgent',
      head: conversationWords.aiAgent,
      cell: (row) => row.aiAgent ?? conversationWords.noAiAgent,
      value: (row) => row.aiAgent,
    },
    { id: 'reason', head: conversationWords.reason, cell: (row) => row.reason ?? conversationWords.notKnown, value: (row) => row.reason },
    { id: 'began', head: conversationWords.began, cell: (row) => <TimeAgo at={row.begunAt} isQuiet />, value: (row) => row.begunAt },
    {
      id: 'ended',
      head: conversationWords.ended,
      cell: (row) => (row.endedAt ? <TimeAgo at={row.endedAt} isQuiet /> : conversationWords.goesOn),
      value: (row) => row.endedAt,
    },
  ]
}
