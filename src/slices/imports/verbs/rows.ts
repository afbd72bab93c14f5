import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { recordTold, type Told, tell } from '#slices/conversations/index.ts'
import { people } from '#slices/identity/index.ts'
import { versionsOf } from '#slices/measures/index.ts'
import { recordAccess, recordExposure, recordGrades, recordSuggestions, recordTraining } from '#slices/usage/index.ts'
import { type Facts, type Judged, judgeRows, rejectsOf, teamsIn } from '../check.ts'
import type * as contract from '../contract.ts'
import { type Reject, type Run, runToWire } from '../run.ts'
import { addRejects, holdRun, saveRun } from '../store.ts'
import { known } from './runs.ts'

const scope = 'imports:write'

export type ImportParts = { pseudonymKey: Buffer; keepsRawTranscripts: boolean }

type Input = InputOf<typeof contract.importRows>

export const makeImportRows = (parts: ImportParts) =>
  write({
    scope,
    everywhere: true,
    action: 'import.rows',
    async run(tx, input: Input, ctx) {
      const batch = await judge(tx, input, { ctx, parts })
      const run = known(await holdRun(tx, input.import))
      requireNext(run, input)
      const { rows, bad } = batch
      const rejects = [...(input.rejects ?? []), ...bad]
      const written = await record(tx, batch, { ctx, parts })
      const unchanged = rows - bad.length - written
      if (rejects.length > 0) await addRejects(tx, run.id, rejects)
      const leftOut = input.leftOut ?? 0
      const moved: Run = {
        ...run,
        read: run.read + rows + (input.rejects?.length ?? 0) + leftOut,
        written: run.written + written,
        unchanged: run.unchanged + unchanged,
        rejected: run.rejected + rejects.length,
        leftOut: run.leftOut + leftOut,
        share: input.isLast ? 1 : (input.share ?? run.share),
        state: input.isLast ? 'finished' : 'running',
        changedAt: ctx.now,
        finishedAt: input.isLast ? ctx.now : null,
      }
      await saveRun(tx, moved)
      const after = { read: moved.read, written, unchanged, rejected: rejects.length, leftOut }
      return { subject: `import:${run.id}`, after, result: { ...runToWire(moved), rejects: bad } }
    },
  })

/** One batch follows the other: two programs that import one file do not write over each other. */
function requireNext(run: Run, { after }: Input): void {
  if (run.state === 'finished')
    throw new AppError('conflict', 'This file is imported already.', { next: 'Begin it with restart to read it once more.' })
  if (run.read !== after)
    throw new AppError('conflict', `${run.read} rows of this file are read, and these come after ${after}.`, {
      next: 'Read how far the import is, and go on from there.',
    })
}

type Surroundings = { ctx: Ctx; parts: ImportParts }

type Batch = { rows: number; bad: Reject[]; judged: Judged; told: Told }

/** All that needs no turn, done while the batch before this one is written. */
async function judge(tx: Tx, { rows }: Input, { ctx, parts }: Surroundings): Promise<Batch> {
  const judged = judgeRows(rows, { now: ctx.now, teams: new Set(await people.teams(tx, teamsIn(rows))) })
  const told = tell(judged.facts.events?.list ?? [], parts.pseudonymKey)
  return { rows: rows.lines.length, bad: rejectsOf(rows, judged), judged, told }
}

/** Writes the facts of rows; how many rows had news in any of them. */
async function record(tx: Tx, { rows, judged, told }: Batch, { ctx, parts }: Surroundings): Promise<number> {
  const { pseudonymKey, keepsRawTranscripts: keepsRaw } = parts
  const { events, suggestions, training, access, exposure, grades } = judged.facts
  const use = { at: ctx.now, pseudonymKey, versions: await versionsOf(tx) }
  const isNews = new Uint8Array(rows)
  const note = async <T>(facts: Facts<T> | undefined, keep: (all: T[]) => Promise<readonly boolean[]>) => {
    if (!facts || facts.list.length === 0) return
    const news = await keep(facts.list)
    for (const [place, row] of facts.of.entries()) if (news[place]) isNews[row] = 1
  }
  await note(events, async () => (await recordTold(tx, told, { ...use, keepsRaw })).isNews)
  await note(suggestions, (all) => recordSuggestions(tx, all, use))
  await note(training, (all) => recordTraining(tx, all, use))
  await note(access, (all) => recordAccess(tx, all, use))
  await note(exposure, (all) => recordExposure(tx, all, use))
  await note(grades, (all) => recordGrades(tx, all, use))
  return isNews.reduce((sum, each) => sum + each, 0)
}
