import type { Queryable, Tx } from '#kernel/db.ts'
import type { Answer } from '../contract.ts'
import type { InShort, Run, RunState, RunStep } from '../run.ts'
import type { SettledQuestion } from '../settle.ts'

type Row = {
  team_id: string
  id: string
  name: string | null
  state: RunState
  step: RunStep
  days_done: number
  days_total: number
  question: Run['question']
  inputs_digest: string
  seed: number
  engine: string
  answer: Answer
  problem: string | null
  volume_per_day: number
  people_planned: number
  in_short: InShort | null
  made_at: Date
  ended_at: Date | null
  evidence_note: string | null
  evidence_at: Date | null
}

const short = `r.team_id, r.id, r.name, r.state, r.step, r.days_done, r.days_total, r.volume_per_day, r.people_planned, r.in_short,
  r.made_at, r.ended_at, r.evidence_note, r.evidence_at, r.inputs_digest, r.seed, r.engine, r.problem`
const columns = `${short}, r.question, r.answer`

function fromRow(row: Row): Run {
  return {
    teamId: row.team_id,
    id: row.id,
    name: row.name,
    state: row.state,
    progress: { step: row.step, done: row.days_done, total: row.days_total },
    question: row.question,
    inputsDigest: row.inputs_digest,
    seed: row.seed,
    engine: row.engine,
    answer: row.answer,
    problem: row.problem,
    volumePerDay: row.volume_per_day,
    peoplePlanned: row.people_planned,
    inShort: row.in_short,
    madeAt: row.made_at,
    endedAt: row.ended_at,
    evidence: row.evidence_note === null || row.evidence_at === null ? null : { note: row.evidence_note, at: row.evidence_at },
  }
}

export async function addRun(tx: Tx, run: Run, asked: SettledQuestion): Promise<void> {
  await tx.query(
    `insert into capacity_run (team_id, id, name, state, step, days_done, days_total, question, asked, inputs_digest, seed, engine,
                               answer, volume_per_day, people_planned, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      run.teamId,
      run.id,
      run.name,
      run.state,
      run.progress.step,
      run.progress.done,
      run.progress.total,
      JSON.stringify(run.question),
      JSON.stringify(asked),
      run.inputsDigest,
      run.seed,
      run.engine,
      JSON.stringify(run.answer),
      run.volumePerDay,
      run.peoplePlanned,
      run.madeAt,
    ],
  )
}

/** The run, in the teams that the reader may see (null: all). */
export async function runOf(db: Queryable, id: string, teams: string[] | null): Promise<Run | undefined> {
  const [row] = await db.query<Row>(
    `select ${columns} from capacity_run r where r.id = $1 and ($2::text[] is null or r.team_id = any ($2))`,
    [id, teams],
  )
  return row && fromRow(row)
}

export type RunFilter = { teams: string[] | null; team?: string; isEvidence?: boolean; after?: string; limit: number }

/** Newest first, without their answers. */
export async function runsBefore(db: Queryable, { teams, team, isEvidence, after, limit }: RunFilter): Promise<Run[]> {
  const rows = await db.query<Row>(
    `select ${short}, null as question, null as answer from capacity_run r
      where ($1::text[] is null or r.team_id = any ($1))
        and ($2::text is null or r.team_id = $2)
        and ($3::boolean is null or (r.evidence_at is not null) = $3)
        and ($4::uuid is null or r.id < $4)
      order by r.id desc
      limit $5`,
    [teams, team ?? null, isEvidence ?? null, after ?? null, limit],
  )
  return rows.map(fromRow)
}

/** Ends a run that has not ended; false when it had. */
export async function cancel(tx: Tx, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `update capacity_run set state = 'cancelled', ended_at = $2 where id = $1 and state in ('waiting', 'running') returning id`,
    [id, at],
  )
  return rows.length > 0
}

export async function keepAsEvidence(tx: Tx, id: string, evidence: { note: string; at: Date }): Promise<void> {
  await tx.query('update capacity_run set evidence_note = $2, evidence_at = $3 where id = $1', [id, evidence.note, evidence.at])
}

export type DueRun = { teamId: string; id: string; asked: SettledQuestion; answer: Answer; tries: number }

/** Takes one run that waits, or one whose node has been silent since; null when there is none. Several nodes never take the same. */
export async function takeDue(db: Queryable, { now, silentSince }: { now: Date; silentSince: Date }): Promise<DueRun | null> {
  const [row] = await db.query<{ team_id: string; id: string; asked: SettledQuestion; answer: Answer; tries: number }>(
    `update capacity_run r set state = 'running', beats_at = $1, tries = r.tries + 1
       from (select d.team_id, d.id from capacity_run d
              where d.state = 'waiting' or (d.state = 'running' and d.beats_at < $2)
              order by d.id limit 1 for update skip locked) due
      where r.team_id = due.team_id and r.id = due.id
      returning r.team_id, r.id, r.asked, r.answer, r.tries`,
    [now, silentSince],
  )
  return row ? { teamId: row.team_id, id: row.id, asked: row.asked, answer: row.answer, tries: row.tries } : null
}

export type Known = { progress: Run['progress']; answer: Answer | null; at: Date }

/** Writes down how far a run is; false when it was cancelled meanwhile. */
export async function saveProgress(db: Queryable, run: Pick<DueRun, 'teamId' | 'id'>, { progress, answer, at }: Known): Promise<boolean> {
  const rows = await db.query(
    `update capacity_run set step = $3, days_done = $4, days_total = $5, answer = coalesce($6::jsonb, answer), beats_at = $7
      where team_id = $1 and id = $2 and state = 'running' returning id`,
    [run.teamId, run.id, progress.step, progress.done, progress.total, answer === null ? null : JSON.stringify(answer), at],
  )
  return rows.length > 0
}

type End = { state: 'done' | 'failed' | 'waiting'; problem: string | null; inShort: InShort | null; at: Date }

/** Ends a run, or puts it back for another node. One that was cancelled stays so. */
export async function endRun(db: Queryable, run: Pick<DueRun, 'teamId' | 'id'>, { state, problem, inShort, at }: End): Promise<void> {
  await db.query(
    `update capacity_run set state = $3, problem = $4, in_short = $5, ended_at = $6
      where team_id = $1 and id = $2 and state = 'running'`,
    [run.teamId, run.id, state, problem, inShort === null ? null : JSON.stringify(inShort), state === 'waiting' ? null : at],
  )
}
