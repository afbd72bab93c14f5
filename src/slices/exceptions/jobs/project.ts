import type { Db, Tx } from '#kernel/db.ts'
import { type DecisionRow, waitingAfterSeq } from '#slices/decisions/index.ts'
import type { Draft } from '../draft.ts'
import { bareDraftOf, draftOf, proposalIn, ruleIn } from '../from-decision.ts'
import { rejectionsMax } from '../item.ts'
import { proposalKeyOf } from '../proposal-key.ts'
import { rejectionsOf } from '../store/resolutions.ts'
import { holdMark, moveMark } from '../store/watermark.ts'
import { openExceptions } from '../verbs/opening.ts'
import { answerAgent } from './answer.ts'

/** In which currency the inputs of a decision type are that hold money. */
export type CurrenciesOf = (decisionType: string) => Promise<Readonly<Record<string, string>>>

export type ProjectParts = { db: Db; currenciesOf?: CurrenciesOf }

type Reading = { rowsMax: number; isBare?: boolean }

const stepMax = 500

/**
 * Opens an item for every decision that waits for a person, in the order in which they were recorded. One that cannot be read
 * holds up no other: it is opened with nothing but its kind.
 */
export async function followDecisions(parts: ProjectParts, now: Date): Promise<void> {
  for (let isMore = true; isMore; ) isMore = await stepPast(parts, now)
}

async function stepPast(parts: ProjectParts, now: Date): Promise<boolean> {
  try {
    return await step(parts, now, { rowsMax: stepMax })
  } catch (error) {
    if (!isOfOneRow(error)) throw error
  }
  return step(parts, now, { rowsMax: 1 }).catch((error) => {
    if (!isOfOneRow(error)) throw error
    return step(parts, now, { rowsMax: 1, isBare: true })
  })
}

/** A value that the database refuses, or that is not what it should be. Everything else passes by itself or is a mistake of ours. */
function isOfOneRow(error: unknown): boolean {
  return error instanceof TypeError || error instanceof SyntaxError || /^22/.test(String((error as { code?: unknown }).code))
}

/** One node at a time: the watermark's row is locked until the commit. False when there is nothing more. */
function step(parts: ProjectParts, now: Date, reading: Reading): Promise<boolean> {
  return parts.db.tx(async (tx) => {
    const after = await holdMark(tx, 'all')
    const { rows, upTo } = await waitingAfterSeq(tx, after, reading.rowsMax)
    if (reading.isBare) await openExceptions(tx, rows.map(bareDraftOf))
    else await openFor(tx, { parts, rows: rows.filter(isProposal), now })
    if (upTo > after) await moveMark(tx, 'all', upTo)
    return upTo > after
  })
}

/** A decision about an edit is part of its item already. */
function isProposal(row: DecisionRow): boolean {
  return proposalIn(row)?.editOf === undefined
}

type Found = { parts: ProjectParts; rows: readonly DecisionRow[]; now: Date }

async function openFor(tx: Tx, { parts, rows, now }: Found): Promise<void> {
  if (rows.length === 0) return
  const keys = new Map(rows.map((row) => [row.id, keyOfRow(row)]))
  const rejected = await rejectionsOf(
    tx,
    rows.flatMap((row) => toAsk(row.team_id, keys.get(row.id))),
  )
  const money = await currenciesIn(parts, rows)
  const drafts = rows.map((row) => ({
    ...draftOf(row, rejected.get(keys.get(row.id) ?? '') ?? 0),
    currencies: money.get(row.decision_type),
  }))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const opened = await openExceptions(tx, drafts, (draft) => ruleOf(byId, draft))
  for (const item of opened)
    if (item.origin === 'review' && item.rejections >= rejectionsMax)
      await answerAgent(
        tx,
        { teamId: item.teamId, decisionId: item.id, aiAgentId: item.aiAgentId ?? '', state: 'people_only', at: now },
        { exception: item.id, verb: null },
      )
}

async function currenciesIn({ currenciesOf }: ProjectParts, rows: readonly DecisionRow[]) {
  const types = currenciesOf ? [...new Set(rows.map((row) => row.decision_type))] : []
  return new Map(await Promise.all(types.map(async (type) => [type, await currenciesOf?.(type)] as const)))
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
