import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Answer, Quick } from './answer.ts'
import { Question, questionFields } from './question.ts'

export const runStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const
export const runSteps = ['waiting', 'first', 'base', 'curve', 'breaking', 'staffing', 'done'] as const

const RunSummary = z.object({
  id: Uuid,
  team: z.string(),
  name: z.nullable(z.string()),
  state: z.enum(runStates),
  /** Which part is being worked out, and days played of days to play, in all parts together. */
  progress: z.object({ step: z.enum(runSteps), done: z.int(), total: z.int() }),
  madeAt: z.iso.datetime(),
  endedAt: z.nullable(z.iso.datetime()),
  volumePerDay: z.number(),
  peoplePlanned: z.int(),
  /** In short, once it is known. */
  lateShare: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
  breaksAtVolume: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
  holds: z.nullable(z.boolean()),
  isEvidence: z.boolean(),
})

export const Run = z.object({
  ...RunSummary.shape,
  question: z.object(questionFields),
  seed: z.int(),
  /** SHA-256 over everything that the answer depends on: two runs with the same digest give the same answer. */
  inputsDigest: z.string(),
  /** Version of the simulation that made it. */
  engine: z.string(),
  /** Grows while it runs; complete when `state` is done. */
  answer: z.nullable(Answer),
  problem: z.nullable(z.string()),
  evidence: z.nullable(z.object({ note: z.string(), at: z.iso.datetime() })),
})

const byRun = { run: Uuid }

export const quickAnswer = route({
  method: 'POST',
  path: '/api/v1/capacity/quick',
  scope: 'capacity:read',
  summary: 'Arithmetic and Erlang check at once, without a simulation',
  description: 'Stores nothing.',
  input: Question,
  output: Quick,
})

export const startRun = route({
  method: 'POST',
  path: '/api/v1/capacity/runs',
  scope: 'capacity:write',
  summary: 'Start a simulation; it goes on in the background',
  input: Question,
  output: Run,
  status: 202,
})

export const listRuns = route({
  method: 'GET',
  path: '/api/v1/capacity/runs',
  scope: 'capacity:read',
  summary: 'Simulations, newest first',
  input: z.object({ ...pageInput, after: z.optional(Uuid), team: z.optional(Slug), isEvidence: z.optional(z.stringbool()) }),
  output: page(RunSummary),
})

export const getRun = route({
  method: 'GET',
  path: '/api/v1/capacity/runs/:run',
  scope: 'capacity:read',
  summary: 'One simulation: how far it is, and its answer so far',
  input: z.object(byRun),
  output: Run,
})

export const cancelRun = route({
  method: 'POST',
  path: '/api/v1/capacity/runs/:run/cancel',
  scope: 'capacity:write',
  summary: 'Stop a simulation; what it knows by then is kept',
  input: z.strictObject(byRun),
  output: Run,
})

export const attachEvidence = route({
  method: 'POST',
  path: '/api/v1/capacity/runs/:run/evidence',
  scope: 'capacity:write',
  summary: 'Keep a finished simulation as evidence for a gate',
  input: z.strictObject({ ...byRun, note: z.string().check(z.trim(), z.minLength(3, 'say what it shows'), z.maxLength(500)) }),
  output: Run,
})
