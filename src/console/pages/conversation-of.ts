import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { getConversation, listConversations } from '#slices/conversations/contract.ts'
import type { Detail } from '#slices/decisions/console/answer.tsx'

const about = /^conversation:(.+)$/u
const hasSource = /^[a-z0-9][a-z0-9._-]{0,63}:/

/**
 * The conversation that a decision is about, if it is on record here. An AI agent names it with the system that it is from, or without: then it is
 * looked for in the system of the team's newest conversation.
 */
export function useConversationOf({ team, content }: Pick<Detail, 'team' | 'content'>): { id: string; name: string } | undefined {
  const mayRead = useMay()('conversations:read', team)
  const named = mayRead ? about.exec(content?.subject ?? '')?.[1] : undefined
  const isWhole = named !== undefined && hasSource.test(named)
  const newest = useCall(listConversations, { team, limit: 1 }, { enabled: named !== undefined && !isWhole, staleTime: 60_000 })
  const source = newest.data?.items[0]?.source
  const guessed = named !== undefined && source !== undefined ? `${source}:${named}` : undefined
  const id = isWhole ? named : guessed
  const found = useCall(getConversation, { id: id ?? '' }, { enabled: id !== undefined, staleTime: 60_000 })
  return id !== undefined && found.data ? { id, name: found.data.conversation } : undefined
}
