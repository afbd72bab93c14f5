import { requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { plannedOf } from '#slices/queueing/index.ts'
import type * as contract from '../contract.ts'
import type { Question } from '../contract.ts'
import { quickOf } from '../quick.ts'
import { digestOf, engine, type Run } from '../run.ts'
import { emptyAnswer } from '../run-study.ts'
import { type SettledQuestion, settle } from '../settle.ts'
import { addRun, cancel, keepAsEvidence, runOf, runsBefore } from '../store/runs.ts'
import { runSummaryToWire, runToWire } from '../wire.ts'
import { knownFor } from './known.ts'
import type { CapacityParts } from './parts.ts'

const reading = 'capacity:read'
const writing = 'capacity:write'

type Settling = Pick<CapacityParts, 'chance' | 'groupFloorPeople' | 'extraCases'>

async function settleFor(db: Queryable, question: Question, { parts, ctx }: { parts: Settling; ctx: Ctx }): Promise<SettledQuestion> {
  const known = await knownFor(db, question, { ...parts, ctx })
  return settle(question, known, parts.chance.bytes(4).readUInt32BE())
}

export function quickAnswer(parts: Settling) {
  return read({
    scope: reading,
    async run(db, question: Question, ctx) {
      requireScope(ctx.actor, reading, question.team)
      return quickOf(await settleFor(db, question, { parts, ctx }))
    },
  })
}

export function startRun(parts: Settling) {
  return write({
    scope: writing,
    action: 'capacity_run.start',
    async run(tx, question: Question, ctx) {
      requireScope(ctx.actor, writing, question.team)
      const asked = await settleFor(tx, question, { parts, ctx })
      const run = begun(question, asked, { id: parts.chance.uuid(ctx.now), at: ctx.now })
      await addRun(tx, run, asked)
      const { team, name } = question
      return {
        subject: `capacity_run:${run.id}`,
        after: { team, name, inputsDigest: run.inputsDigest, seed: run.seed },
        result: runToWire(run),
      }
    },
  })
}

function begun(question: Question, asked: SettledQuestion, { id, at }: { id: string; at: Date }): Run {
  const { settled } = asked
  return {
    teamId: question.team,
    id,
    name: question.name,
    state: 'waiting',
    progress: { step: 'waiting', done: 0, total: settled.play.days },
    question,
    inputsDigest: digestOf(asked),
    seed: settled.play.seed,
    engine,
    answer: emptyAnswer(quickOf(asked)),
    problem: null,
    volumePerDay: settled.volumePerDay,
    peoplePlanned: Math.max(...plannedOf(settled.shifts)),
    inShort: null,
    madeAt: at,
    endedAt: null,
    evidence: null,
  }
}

async function requireRun(db: Queryable, id: string, { ctx, scope }: { ctx: Ctx; scope: string }): Promise<Run> {
  const found = await runOf(db, id, teamsOf(ctx.actor, scope))
  if (found) return found
  throw new AppError('not_found', `There is no simulation ${id} here.`, { next: 'See /api/v1/capacity/runs for those that there are.' })
}

export const listRuns = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listRuns>, ctx) {
    const found = await runsBefore(db, { ...input, teams: teamsOf(ctx.actor, reading), limit: input.limit + 1 })
    const items = found.slice(0, input.limit).map(runSummaryToWire)
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

export const getRun = read({
  scope: reading,
  async run(db, input: { run: string }, ctx) {
    return runToWire(await requireRun(db, input.run, { ctx, scope: reading }))
  },
})

export const cancelRun = write({
  scope: writing,
  action: 'capacity_run.cancel',
  async run(tx, input: { run: string }, ctx) {
    const run = await requireRun(tx, input.run, { ctx, scope: writing })
    if (!(await cancel(tx, run.id, ctx.now)))
      throw new AppError('conflict', 'This simulation has ended already.', {
        next: 'Its answer is kept; start another one if you need it.',
      })
    const after = await requireRun(tx, input.run, { ctx, scope: writing })
    return { subject: `capacity_run:${run.id}`, before: { state: run.state }, after: { state: after.state }, result: runToWire(after) }
  },
})

export const attachEvidence = write({
  scope: writing,
  action: 'capacity_run.attach_evidence',
  async run(tx, input: InputOf<typeof contract.attachEvidence>, ctx) {
    const run = await requireRun(tx, input.run, { ctx, scope: writing })
    if (run.state !== 'done')
      throw new AppError('conflict', 'Only a finished simulation can be evidence.', { next: 'Wait until it is done, or start it again.' })
    const evidence = { note: input.note, at: ctx.now }
    await keepAsEvidence(tx, run.id, evidence)
    return {
      subject: `capacity_run:${run.id}`,
      before: { note: run.evidence?.note ?? null },
      after: { note: input.note, inputsDigest: run.inputsDigest, inShort: run.inShort },
      reason: input.note,
      result: runToWire({ ...run, evidence }),
    }
  },
})
