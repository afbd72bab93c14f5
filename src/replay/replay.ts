import { batcher } from './batcher.ts'
import { cardOf, teamOf } from './cards.ts'
import type { Door, Phase, Verdict } from './door.ts'
import type { Envelope, Step } from './mapping.ts'
import { aiAgentId, processId, teamId } from './mapping.ts'
import { decisionsOf } from './mappings.ts'
import { patient } from './patient.ts'
import type { Row, Run } from './run.ts'
import type { StandardFile } from './standards.ts'
import { noState, type ReplayState } from './state-file.ts'
import type { Decided, DecidedRun } from './tally.ts'
import type { ToolKinds } from './tools.ts'

/** How far a replay has come. */
export type Progress = { rows: number; runs: number; decisions: number; elapsedMs: number }

/** Something that was left out, and why. Nothing is left out without one. */
export type Skipped = { where: string; why: string }

export type ReplayOptions = {
  source: AsyncIterable<Row>
  door: Door
  tools: ToolKinds
  standardsFor(domain: string): StandardFile[]
  /** Runs that are played at the same time. */
  concurrency: number
  onProgress?(progress: Progress): void
  state?: ReplayState
  signal?: AbortSignal
  clock?: () => number
  wait?: (ms: number) => Promise<void>
}

export type Replayed = {
  runs: DecidedRun[]
  skipped: Skipped[]
  /** Deployments that are not live, with their phase: there the tier in force is stricter than what the standards say. */
  notLive: Map<string, Phase>
  /** Decisions that were on record before this replay. */
  repeated: number
  /** True when it was stopped before the end of the source. */
  isStopped: boolean
}

type Stage = ReplayOptions & {
  result: Replayed
  decide(envelope: Envelope): Promise<Verdict>
  prepare(run: Run): Promise<void>
  count(rows: number, decisions: number): void
}

/**
 * Plays recorded runs through a running Pilotage as if they were live: each tool call asks for a decision, then its outcome
 * is reported, then comes the next; several runs at a time. Deciding is idempotent, so a replay that was stopped or whose
 * server was gone for a while goes on without a duplicate.
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const stage = stageOf(options)
  const rows = options.source[Symbol.asyncIterator]()
  let failure: { cause: unknown } | undefined
  async function work(): Promise<void> {
    while (!options.signal?.aborted && !failure) {
      const next = await rows.next()
      if (next.done) return
      await playRow(stage, next.value)
    }
  }
  // One worker's failure lets the others finish the run they are in, so that nothing goes on in the background.
  const guarded = () =>
    work().catch((cause) => {
      failure ??= { cause }
    })
  await Promise.all(Array.from({ length: options.concurrency }, guarded))
  if (failure) throw failure.cause
  stage.result.isStopped = options.signal?.aborted ?? false
  return stage.result
}

function stageOf(options: ReplayOptions): Stage {
  const clock = options.clock ?? (() => performance.now())
  const begun = clock()
  const door = patient(options.door, { wait: options.wait, signal: options.signal })
  const result: Replayed = { runs: [], skipped: [], notLive: new Map(), repeated: 0, isStopped: false }
  const progress = { rows: 0, runs: 0, decisions: 0 }
  return {
    ...options,
    door,
    result,
    decide: batcher((envelopes) => door.decideBatch(envelopes)),
    prepare: preparer({ ...options, door }, result),
    count(rows, decisions) {
      progress.rows += rows
      progress.runs = result.runs.length
      progress.decisions += decisions
      options.onProgress?.({ ...progress, elapsedMs: clock() - begun })
    },
  }
}

/** Registers team, AI agent and deployment and applies the domain's standards, each once, when the first run needs it. */
function preparer(options: ReplayOptions, result: Replayed): (run: Run) => Promise<void> {
  const { door } = options
  const once = onceEach()
  return async function prepare(run) {
    const deployment = { aiAgent: aiAgentId(run), team: teamId(run.domain), process: processId(run) }
    await once(`domain ${run.domain}`, async () => {
      await door.registerTeam(teamOf(run.domain))
      for (const standard of options.standardsFor(run.domain)) await door.applyStandard(standard)
    })
    await once(`AI agent ${deployment.aiAgent}`, () => door.registerAiAgent(cardOf(run)))
    await once(JSON.stringify(deployment), async () => {
      const phase = await door.deploy(deployment)
      if (phase !== 'live') result.notLive.set(`${deployment.aiAgent} (${deployment.process})`, phase)
    })
  }
}

function onceEach(): (name: string, act: () => Promise<void>) => Promise<void> {
  const begun = new Map<string, Promise<void>>()
  return (name, act) => {
    const known = begun.get(name) ?? act()
    begun.set(name, known)
    return known
  }
}

async function playRow(stage: Stage, row: Row): Promise<void> {
  if ('fault' in row) {
    stage.result.skipped.push({ where: `line ${row.line}`, why: row.fault })
    stage.count(1, 0)
    return
  }
  const { run } = row
  await stage.prepare(run)
  const steps = decisionsOf(run, stage.tools)
  const decided = (await recall(stage, run, steps)) ?? (await play(stage, { run, steps }))
  if (!decided) return
  stage.result.runs.push({ aiAgent: aiAgentId(run), domain: run.domain, success: run.success, decided })
  stage.count(1, 0)
}

/** The answers of a run that was played before, all at once; undefined when the server does not have every one of them. */
async function recall(stage: Stage, run: Run, steps: Step[]): Promise<Decided[] | undefined> {
  if (!stage.state?.has(run.run)) return undefined
  const verdicts = await Promise.all(steps.map((step) => stage.decide(step.envelope)))
  const decided: Decided[] = []
  for (const [at, verdict] of verdicts.entries()) {
    if (!('answer' in verdict) || !verdict.answer.repeated) return undefined
    decided.push(decidedOf(steps[at] as Step, verdict.answer))
  }
  stage.result.repeated += decided.length
  stage.count(0, decided.length)
  return decided
}

/** Plays a run call by call; undefined when it was stopped on the way. */
async function play(stage: Stage, { run, steps }: { run: Run; steps: Step[] }): Promise<Decided[] | undefined> {
  const decided: Decided[] = []
  for (const step of steps) {
    if (stage.signal?.aborted) return undefined
    const verdict = await stage.decide(step.envelope)
    if ('refusal' in verdict) {
      stage.result.skipped.push({ where: `run ${run.run}, call ${step.envelope.call}`, why: verdict.refusal.detail })
      continue
    }
    const { answer } = verdict
    decided.push(decidedOf(step, answer))
    if (answer.repeated) stage.result.repeated += 1
    if (step.outcome) await stage.door.reportOutcome({ decision: answer.id, result: step.outcome, occurredAt: step.envelope.occurredAt })
    stage.count(0, 1)
  }
  await stage.door.reportRun(endOf(run))
  await (stage.state ?? noState).add(run.run)
  return decided
}

function decidedOf(
  { kind, isHandOff }: Step,
  { tier, policyTier, standard }: { tier: Decided['tier']; policyTier: Decided['tier']; standard: unknown },
): Decided {
  return { kind, isHandOff, tier, policyTier, isCovered: standard !== null }
}

function endOf(run: Run): Parameters<Door['reportRun']>[0] {
  const ended = run.messages.findLast((message) => message.at)?.at
  return {
    team: teamId(run.domain),
    aiAgent: aiAgentId(run),
    run: run.run,
    result: run.success ? 'succeeded' : 'failed',
    ...(run.cost_usd == null ? {} : { costUsd: run.cost_usd }),
    ...(run.duration_s == null ? {} : { durationSeconds: run.duration_s }),
    ...(ended ? { endedAt: ended } : {}),
  }
}
