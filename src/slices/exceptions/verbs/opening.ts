import type { Tx } from '#kernel/db.ts'
import type { Failure } from '#slices/decisions/index.ts'
import { publishEvent } from '#slices/notifications/index.ts'
import { type Draft, newItem } from '../draft.ts'
import { proposalIn } from '../from-decision.ts'
import type { NewItem } from '../item.ts'
import { keyOf } from '../proposal-key.ts'
import { deleteDrill, insertItems, isResolved } from '../store/items.ts'
import { newestTriage } from '../store/triage.ts'
import { causeFinder } from './known-cause.ts'

/** Opens items as part of the caller's act and says which are new: an id that is on record already is left as it is. */
export async function openExceptions(tx: Tx, drafts: readonly Draft[], ruleOf: (draft: Draft) => string | null = () => null) {
  const triage = await newestTriage(tx)
  const findCause = await causeFinder(tx)
  const items = drafts.map((draft) => {
    const { teamId, aiAgentId = null, decisionType = null, title, subject } = draft
    return newItem(triage, draft, findCause({ teamId, aiAgentId, decisionType, title, subject, rule: ruleOf(draft) }))
  })
  const fresh = await insertItems(tx, items)
  const opened = items.filter((item) => fresh.has(item.id))
  for (const item of opened) await tellOpened(tx, item)
  return opened
}

/** Opens one item as part of the caller's act; null when there is one with this id. */
export async function openException(tx: Tx, draft: Draft): Promise<NewItem | null> {
  const [opened] = await openExceptions(tx, [draft])
  return opened ?? null
}

/**
 * Opens an item for what an AI agent did not bring to its end; once, however often it is told. A decision that waits for a person
 * anyway has its item already.
 */
export async function openForFailure(tx: Tx, failure: Failure): Promise<void> {
  const { teamId, aiAgentId, runId, decision, detail, at } = failure
  if (decision && decision.tier !== 'autonomous' && !(await isResolved(tx, teamId, decision.id))) return
  const proposal = decision && proposalIn(decision)
  await openException(tx, {
    id: keyOf(['failed', teamId, aiAgentId, runId, decision?.id ?? null]),
    teamId,
    aiAgentId,
    runId,
    origin: 'failed',
    decisionId: decision?.id ?? null,
    decisionType: decision?.decision_type ?? null,
    subject: proposal?.subject ?? runId,
    title: proposal ? `Failed: ${proposal.context?.title ?? proposal.action.name}` : `A run of ${aiAgentId} failed`,
    inputs: proposal ? { ...proposal.action.arguments, ...proposal.inputs } : {},
    customerTier: proposal?.context?.customer?.tier ?? null,
    content: { note: detail },
    at,
  })
}

/** Takes what a drill put into the queue out of it, with what was said to it. */
export function removeDrillItems(tx: Tx, drillId: string): Promise<number> {
  return deleteDrill(tx, drillId)
}

function tellOpened(tx: Tx, item: NewItem): Promise<void> {
  const { id, origin, severity, decisionId, decisionType, dueAt } = item
  return publishEvent(tx, {
    teamId: item.teamId,
    aiAgentId: item.aiAgentId ?? undefined,
    type: 'exception.opened',
    data: { exception: id, origin, severity, decision: decisionId, decisionType, dueAt: dueAt.toISOString() },
    at: item.openedAt,
    isDrill: item.drillId !== null,
  })
}
