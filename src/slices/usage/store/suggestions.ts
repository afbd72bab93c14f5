import type { Queryable } from '#kernel/db.ts'
import { fullerSuggestion, type Suggestion, suggestionKey } from '../suggestion.ts'
import { column, type Shelf } from './shelf.ts'

const columns = `s.team_id as "teamId", s.suggestion_id as id, s.pseudonym, s.ai_agent_id as "aiAgentId", s.kind, s.shown_at as "shownAt",
  s.answered_at as "answeredAt", s.outcome, s.reason, s.confidence_millionths as "confidenceMillionths", s.kept_share as "keptShare",
  s.is_eligible as "isEligible"`

const told = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[],
    $10::int[], $11::float8[], $12::boolean[])
  as g (team_id, suggestion_id, pseudonym, ai_agent_id, kind, shown_at, answered_at, outcome, reason, confidence_millionths, kept_share, is_eligible)`

const paramsOf = (facts: readonly Suggestion[]) => [
  column(facts, 'teamId'),
  column(facts, 'id'),
  column(facts, 'pseudonym'),
  column(facts, 'aiAgentId'),
  column(facts, 'kind'),
  column(facts, 'shownAt'),
  column(facts, 'answeredAt'),
  column(facts, 'outcome'),
  column(facts, 'reason'),
  column(facts, 'confidenceMillionths'),
  column(facts, 'keptShare'),
  column(facts, 'isEligible'),
]

export const suggestionShelf: Shelf<Suggestion> = {
  keyOf: suggestionKey,
  merge: fullerSuggestion,
  async insert(tx, facts, at) {
    const rows = await tx.query<{ key: string }>(
      `insert into suggestion (team_id, suggestion_id, pseudonym, ai_agent_id, kind, shown_at, answered_at, outcome, reason,
         confidence_millionths, kept_share, is_eligible, recorded_at)
       select g.*, $13 from ${told}
       on conflict (team_id, suggestion_id) do nothing returning team_id || chr(9) || suggestion_id as key`,
      [...paramsOf(facts), at],
      'usage_add_suggestions',
    )
    return newOnes(facts, suggestionKey, rows)
  },
  hold: (tx, facts) =>
    tx.query<Suggestion>(
      `select ${columns} from suggestion s join unnest($1::text[], $2::text[]) as g (team_id, suggestion_id) using (team_id, suggestion_id)
        order by s.team_id, s.suggestion_id for update of s`,
      [column(facts, 'teamId'), column(facts, 'id')],
    ),
  async update(tx, facts, at) {
    await tx.query(
      `update suggestion s
          set pseudonym = g.pseudonym, ai_agent_id = g.ai_agent_id, kind = g.kind, shown_at = g.shown_at, answered_at = g.answered_at,
              outcome = g.outcome, reason = g.reason, confidence_millionths = g.confidence_millionths, kept_share = g.kept_share,
              is_eligible = g.is_eligible, recorded_at = $13
         from ${told} where s.team_id = g.team_id and s.suggestion_id = g.suggestion_id`,
      [...paramsOf(facts), at],
    )
  },
}

export function newOnes<T>(facts: readonly T[], keyOf: (fact: T) => string, rows: readonly { key: string }[]): T[] {
  const keys = new Set(rows.map(({ key }) => key))
  return facts.filter((fact) => keys.has(keyOf(fact)))
}

/** Suggestions after one, by team and id, for whoever counts them anew. */
export function suggestionsAfter(db: Queryable, after: Pick<Suggestion, 'teamId' | 'id'>, limit: number): Promise<Suggestion[]> {
  return db.query<Suggestion>(
    `select ${columns} from suggestion s where (s.team_id, s.suggestion_id) > ($1, $2) order by s.team_id, s.suggestion_id limit $3`,
    [after.teamId, after.id, limit],
  )
}
