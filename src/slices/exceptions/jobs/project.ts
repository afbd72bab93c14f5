import type { Db, Tx } from '#kernel/db.ts'
import { type DecisionRow, settleReview, waitingAfterSeq } from '#slices/decisions/index.ts'
import type { Draft } from '../draft.ts'
import { draftOf, proposalIn, ruleIn } from '../from-decision.ts'
import { rejectionsMax } from '../item.ts'
import { proposalKeyOf } from '../proposal-key.ts'
import { rejectionsOf } from '../store/resolutions.ts'
import { holdMark, moveMark } from '../store/watermark.ts'
import { openExceptions } from '../verbs/opening.ts'

const stepMax = 500

/**
 * Opens an item for every decision that waits for a person, in the order in which they were recorded. One node at a time: the
 * watermark's row is locked until the commit. Returns false when there is nothing more.
 */
export async function projectStep(db: Db, now: Date): Promise<boolean> {
  return db.tx(async (tx) => {
    const after = await holdMark(tx, 'all')
    const { rows, upTo } = await waitingAfterSeq(tx, after, stepMax)
    await openFor(tx, rows.filter(isProposal), now)
    if (upTo > after) await moveMark(tx, 'all', upTo)
    return upTo > after
  })
}

/** A decision about an edit is part of its item already. */
function isProposal(row: DecisionRow): boolean {
  return proposalIn(row)?.editOf === undefined
}

async function openFor(tx: Tx, rows: readonly DecisionRow[], now: Date): Promise<void> {
  if (rows.length === 0) return
  const keys = new Map(rows.map((row) => [row.id, keyOfRow(row)]))
  const asked = rows.flatMap((row) => toAsk(row.team_id, keys.get(row.id)))
  const rejected = await rejectionsOf(tx, asked)
  const drafts = rows.map((row) => draftOf(row, rejected.get(keys.get(row.id) ?? '') ?? 0))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const opened = await openExceptions(tx, drafts, (draft) => ruleOf(byId, draft))
  for (const item of opened)
    if (item.origin === 'review' && item.rejections >= rejectionsMax)
      await settleReview(tx, {
        teamId: item.teamId,
        decisionId: item.id,
        aiAgentId: item.aiAgentId ?? '',
        state: 'people_only',
        at: now,
      })
}

const toAsk = (teamId: string, proposalKey: string | null | undefined) => (proposalKey ? [{ teamId, proposalKey }] : [])

function ruleOf(byId: ReadonlyMap<string, DecisionRow>, draft: Draft): string | null {
  const row = byId.get(draft.id)
  return row ? ruleIn(row) : null
}

function keyOfRow(row: DecisionRow): string | null {
  const { teamId, aiAgentId = null, decisionType = null, subject } = draftOf(row, 0)
  return proposalKeyOf({ teamId, aiAgentId, decisionType, subject })
}
