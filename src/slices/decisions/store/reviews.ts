import type { Queryable, Tx } from '#kernel/db.ts'
import { type DecisionRow, decisionColumns, type ExecutionRow, executionOf } from '../store.ts'

/** What a person can answer to a decision that waits. */
export type SettledState = 'approved' | 'rejected' | 'responded' | 'taken_over' | 'people_only' | 'expired' | 'overridden'

export type Action = { name: string; arguments: Record<string, unknown> }

/** A person's answer, as it is written once and for good. */
export type ReviewAnswer = {
  teamId: string
  decisionId: string
  aiAgentId: string
  state: SettledState
  reasonCode?: string | null
  message?: string | null
  /** The action to execute when a teammate edited the proposed one. */
  action?: Action | null
  /** The decision that judged the edited action; execution judges that one again. */
  editedDecisionId?: string | null
  /** With `approved`: how long the one execution may be taken. */
  approval?: { expiresAt: Date }
  at: Date
}

/** What is told to whoever waits, on this node and on the others. */
export const settledChannel = 'review_settled'

export type SettledNote = { decision: string; team: string; aiAgent: string; state: SettledState }

/**
 * Writes an answer once, with the approval that it gives, and tells those who wait when the transaction commits. False when
 * the decision has its answer already: then nothing was written. The approval's id is the decision's, so there is one at most.
 */
export async function addReviewAnswer(tx: Tx, answer: ReviewAnswer & { argumentsHash: string | null }): Promise<boolean> {
  const note: SettledNote = { decision: answer.decisionId, team: answer.teamId, aiAgent: answer.aiAgentId, state: answer.state }
  const rows = await tx.query(
    `with settled as (
       insert into review_result (team_id, decision_id, ai_agent_id, state, reason_code, message, action, settled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (team_id, decision_id) do nothing
       returning team_id, decision_id
     ), approved as (
       insert into approval (id, team_id, decision_id, arguments_hash, approved_at, expires_at, edited_decision_id)
       select s.decision_id, s.team_id, s.decision_id, coalesce(decode($9, 'hex'), d.arguments_hash), $8, $10, $11
         from settled s join decision d on d.id = $2 and d.team_id = $1
        where $10::timestamptz is not null
     )
     select pg_notify($12, $13) from settled s`,
    [
      answer.teamId,
      answer.decisionId,
      answer.aiAgentId,
      answer.state,
      answer.reasonCode ?? null,
      answer.message ?? null,
      answer.action ? JSON.stringify(answer.action) : null,
      answer.at,
      answer.argumentsHash,
      answer.approval?.expiresAt ?? null,
      answer.editedDecisionId ?? null,
      settledChannel,
      JSON.stringify(note),
    ],
  )
  return rows.length > 0
}

/** Takes the one execution of a decision away for good, and tells those who wait. False when it was taken before. */
export async function takeAway(
  tx: Tx,
  taken: { row: Pick<DecisionRow, 'id' | 'team_id' | 'ai_agent_id' | 'arguments_hash'>; at: Date },
): Promise<ExecutionRow | undefined> {
  const { row, at } = taken
  const note: SettledNote = { decision: row.id, team: row.team_id, aiAgent: row.ai_agent_id, state: 'overridden' }
  const rows = await tx.query(
    `with taken as (
       insert into execution (team_id, decision_id, arguments_hash, basis, approval_id, consumed_at)
       values ($1, $2, decode($3, 'hex'), 'withdrawn', null, $4)
       on conflict (team_id, decision_id) do nothing
       returning decision_id
     )
     select pg_notify($5, $6) from taken t`,
    [row.team_id, row.id, row.arguments_hash, at, settledChannel, JSON.stringify(note)],
  )
  return rows.length > 0 ? undefined : executionOf(tx, row.team_id, row.id)
}

/** Everything that decides where a decision stands with people: execution, answer and approval, null where there is none. */
export type ReviewFacts = {
  basis: ExecutionRow['basis'] | null
  consumed_at: Date | null
  state: SettledState | null
  reason_code: string | null
  message: string | null
  action: string | null
  settled_at: Date | null
  approval_id: string | null
  approved_hash: string | null
  expires_at: Date | null
  edited_decision_id: string | null
}

/** Where one decision stands with people, in one statement. Of several approvals the one that lasts longest counts. */
export async function reviewFactsOf(db: Queryable, of: { team: string; decision: string }): Promise<ReviewFacts> {
  const [row] = await db.query<ReviewFacts>(
    `select e.basis, e.consumed_at, r.state, r.reason_code, r.message, r.action, r.settled_at,
            a.id as approval_id, encode(a.arguments_hash, 'hex') as approved_hash, a.expires_at, a.edited_decision_id
       from (values ($1::text, $2::uuid)) as asked (team_id, decision_id)
       left join execution e on e.team_id = asked.team_id and e.decision_id = asked.decision_id
       left join review_result r on r.team_id = asked.team_id and r.decision_id = asked.decision_id
       left join approval a on a.team_id = asked.team_id and a.decision_id = asked.decision_id
      order by a.expires_at desc nulls last limit 1`,
    [of.team, of.decision],
  )
  return row as ReviewFacts
}

/** Of these decisions, those that people have answered or that were executed or taken away. */
export async function settledAmong(db: Queryable, waiting: { team: string; decision: string }[]): Promise<string[]> {
  const rows = await db.query<{ decision_id: string }>(
    `with asked as (select * from unnest($1::text[], $2::uuid[]) as u (team_id, decision_id))
     select r.decision_id from review_result r join asked a on a.team_id = r.team_id and a.decision_id = r.decision_id
     union
     select e.decision_id from execution e join asked a on a.team_id = e.team_id and a.decision_id = e.decision_id`,
    [waiting.map((one) => one.team), waiting.map((one) => one.decision)],
  )
  return rows.map((row) => row.decision_id)
}

/** How many numbers one look passes over: enough for what a second brings, little enough to read at once. */
const spanMax = 20_000

/**
 * Decisions after a number that a person has to look at, oldest first, at most `limit`. `upTo` is the newest number that this
 * look covered: the next one starts there, also when everything in between was autonomous.
 */
export async function waitingAfterSeq(db: Queryable, after: number, limit: number): Promise<{ rows: DecisionRow[]; upTo: number }> {
  const [head] = await db.query<{ seq: number }>("select h.seq from decision_head h where h.batch_key = 'all'")
  const to = Math.min(head?.seq ?? 0, after + spanMax)
  if (to <= after) return { rows: [], upTo: after }
  const rows = await db.query<DecisionRow>(
    `select ${decisionColumns} from decision d
      where d.seq > $1 and d.seq <= $2 and d.tier <> 'autonomous' and not d.record_only
      order by d.seq limit $3`,
    [after, to, limit],
  )
  return { rows, upTo: rows.length < limit ? to : (rows.at(-1)?.seq ?? to) }
}
