import type { Queryable } from '#kernel/db.ts'
import { millionthsOf } from '../confidence.ts'
import { type Grade, gradeKey, laterGrade } from '../grade.ts'
import { column, type Shelf } from './shelf.ts'
import { newOnes } from './suggestions.ts'

const columns = `s.team_id as "teamId", s.grade_id as id, s.ai_agent_id as "aiAgentId", s.ai_agent_version as "aiAgentVersion", s.kind,
  s.case_id as "caseId", s.answer, s.confidence_millionths as "confidenceMillionths", s.is_right as "isRight", s.is_in_scope as "isInScope", s.at, s.graded_at as "gradedAt"`

const told = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::boolean[], $8::boolean[], $9::timestamptz[],
    $10::timestamptz[], $11::text[], $12::text[])
  as g (team_id, grade_id, ai_agent_id, ai_agent_version, kind, confidence_millionths, is_right, is_in_scope, at, graded_at, case_id, answer)`

const paramsOf = (facts: readonly Grade[]) => [
  column(facts, 'teamId'),
  column(facts, 'id'),
  column(facts, 'aiAgentId'),
  column(facts, 'aiAgentVersion'),
  column(facts, 'kind'),
  column(facts, 'confidenceMillionths'),
  column(facts, 'isRight'),
  column(facts, 'isInScope'),
  column(facts, 'at'),
  column(facts, 'gradedAt'),
  column(facts, 'caseId'),
  column(facts, 'answer'),
]

export const gradeShelf: Shelf<Grade> = {
  keyOf: gradeKey,
  merge: laterGrade,
  async insert(tx, facts, at) {
    const rows = await tx.query<{ key: string }>(
      `insert into grade (team_id, grade_id, ai_agent_id, ai_agent_version, kind, confidence_millionths, is_right, is_in_scope, at, graded_at,
         case_id, answer, recorded_at)
       select g.*, $13 from ${told}
       on conflict (team_id, grade_id) do nothing returning team_id || chr(9) || grade_id as key`,
      [...paramsOf(facts), at],
      'usage_add_grades',
    )
    return newOnes(facts, gradeKey, rows)
  },
  hold: (tx, facts) =>
    tx.query<Grade>(
      `select ${columns} from grade s join unnest($1::text[], $2::text[]) as g (team_id, grade_id) using (team_id, grade_id)
        order by s.team_id, s.grade_id for update of s`,
      [column(facts, 'teamId'), column(facts, 'id')],
    ),
  async update(tx, facts, at) {
    await tx.query(
      `update grade s
          set ai_agent_id = g.ai_agent_id, ai_agent_version = g.ai_agent_version, kind = g.kind,
              confidence_millionths = g.confidence_millionths, is_right = g.is_right, is_in_scope = g.is_in_scope, at = g.at,
              graded_at = g.graded_at, case_id = g.case_id, answer = g.answer, recorded_at = $13
         from ${told} where s.team_id = g.team_id and s.grade_id = g.grade_id`,
      [...paramsOf(facts), at],
    )
  },
}

/** Grades after one, by team and id, for whoever counts them anew. */
export function gradesAfter(db: Queryable, after: Pick<Grade, 'teamId' | 'id'>, limit: number): Promise<Grade[]> {
  return db.query<Grade>(
    `select ${columns} from grade s where (s.team_id, s.grade_id) > ($1, $2) order by s.team_id, s.grade_id limit $3`,
    [after.teamId, after.id, limit],
  )
}

export type GradeFilter = {
  teams: readonly string[] | null
  aiAgent?: string
  aiAgentVersion?: string
  kind?: string
  isRight?: boolean
  isInScope?: boolean
  /** Confidence of at least, and under; 0 to 1. */
  confidenceFrom?: number
  confidenceBelow?: number
  /** UTC days, both included. */
  from?: string
  to?: string
  after: { at: Date; teamId: string; id: string } | null
  limit: number
}

/** Newest first. One team is asked for by itself: an index has its grades in this order. */
export function gradesBefore(db: Queryable, filter: GradeFilter): Promise<Grade[]> {
  const { after } = filter
  const team = filter.teams?.length === 1 ? filter.teams[0] : null
  return db.query<Grade>(
    `select ${columns} from grade s
      where ($1::text[] is null or s.team_id = any ($1)) and ($15::text is null or s.team_id = $15)
        and ($2::text is null or s.ai_agent_id = $2)
        and ($3::text is null or s.ai_agent_version = $3)
        and ($4::text is null or s.kind = $4)
        and ($5::boolean is null or s.is_right = $5)
        and ($6::boolean is null or s.is_in_scope = $6)
        and ($7::date is null or s.at >= ($7::date)::timestamp at time zone 'UTC')
        and ($8::date is null or s.at < ($8::date + 1)::timestamp at time zone 'UTC')
        and ($9::timestamptz is null or (s.at, s.team_id, s.grade_id) < ($9, $10, $11))
        and ($13::int is null or s.confidence_millionths >= $13) and ($14::int is null or s.confidence_millionths < $14)
      order by s.at desc, s.team_id desc, s.grade_id desc
      limit $12`,
    [
      team === null ? filter.teams : null,
      filter.aiAgent ?? null,
      filter.aiAgentVersion ?? null,
      filter.kind ?? null,
      filter.isRight ?? null,
      filter.isInScope ?? null,
      filter.from ?? null,
      filter.to ?? null,
      after?.at ?? null,
      after?.teamId ?? null,
      after?.id ?? null,
      filter.limit,
      millionthsOf(filter.confidenceFrom),
      millionthsOf(filter.confidenceBelow),
      team,
    ],
  )
}
