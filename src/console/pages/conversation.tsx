import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useKeys } from '#console/keys.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { ConversationView } from '#slices/conversations/console/view.tsx'
import { conversationWords } from '#slices/conversations/console/words.ts'
import { getConversation } from '#slices/conversations/contract.ts'

import { ConversationDecisions } from './conversation-decisions.tsx'

const route = getRouteApi('/frame/conversations/$id')

/** One conversation and how it came to where it stands. */
export function ConversationPage() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  const may = useMay()
  const nameOf = useTeamNames()
  const conversation = useCall(getConversation, { id })
  useKeys([{ keys: 'Esc', label: conversationWords.back, run: () => void navigate({ to: '/conversations' }) }])
  const back = (
    <Link to="/conversations" look="button" icon={ArrowLeft}>
      {conversationWords.back}
    </Link>
  )
  if (conversation.isPending) return <Skeleton lines={8} />
  if (conversation.isError)
    return (
      <>
        <PageHeader title={conversationWords.conversation} question={conversationWords.conversation} />
        <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} action={back} />
      </>
    )
  const { conversation: name, team, state } = conversation.data
  return (
    <>
      <PageHeader
        title={name}
        question={`${name}, ${nameOf(team)}`}
        answer={conversationWords.aboutState(state)}
        meta={conversationWords.meta}
        actions={back}
      />
      <ConversationView conversation={conversation.data} nameOf={nameOf}>
        {may('decisions:read') ? <ConversationDecisions id={id} /> : null}
      </ConversationView>
    </>
  )
}
