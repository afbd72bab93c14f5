import { evaluate, readStandard } from '#slices/policy/index.ts'
import type { Answer, Door, Verdict } from './door.ts'
import type { Envelope, Step } from './mapping.ts'
import { decisionsOf } from './mappings.ts'
import { readRuns } from './read-runs.ts'
import type { Row, Run } from './run.ts'
import { sampleRuns, sampleTools } from './sample.ts'
import { shippedStandards } from './standards.ts'
import { type Decided, type DecidedRun, tallyOf } from './tally.ts'
import type { ToolKinds } from './tools.ts'

export const domains = ['airline', 'retail', 'telecom']

export const tools = sampleTools('.')

export async function runsOf(path = sampleRuns('.')): Promise<Run[]> {
  const runs: Run[] = []
  for await (const row of readRuns(path)) {
    if ('fault' in row) throw new Error(`line ${row.line}: ${row.fault}`)
    runs.push(row.run)
  }
  return runs
}

/** Judges by the shipped standards with the evaluator alone, without a server. */
export function offlineJudge(): (envelope: Envelope) => Pick<Answer, 'tier' | 'standard'> {
  const compiled = new Map(
    shippedStandards('.', domains).map(({ file, text }) => [readStandard(text, file).id, readStandard(text, file).compiled]),
  )
  return ({ decisionType, inputs }) => {
    const standard = compiled.get(decisionType)
    if (!standard) return { tier: 'human_only', standard: null }
    return { tier: evaluate(standard, { inputs }).tier, standard: { id: decisionType, version: 1 } }
  }
}

/** Runs with what the shipped standards say of their decisions. */
export function judged(runs: readonly Run[], kinds: ToolKinds = tools): DecidedRun[] {
  const judge = offlineJudge()
  const decidedOf = ({ envelope, kind, isHandOff }: Step): Decided => {
    const { tier, standard } = judge(envelope)
    return { kind, isHandOff, tier, policyTier: tier, isCovered: standard !== null }
  }
  return runs.map((run) => ({
    aiAgent: `${run.domain}-${run.ai_agent}`,
    domain: run.domain,
    success: run.success,
    decided: decisionsOf(run, kinds).map(decidedOf),
  }))
}

export const tallyOfRuns = (runs: readonly Run[], kinds?: ToolKinds) => tallyOf(judged(runs, kinds))

/** What happened at a door, in order. */
export type Recorded = { decisions: Map<string, Envelope>; outcomes: string[]; runs: string[]; log: string[]; standards: Set<string> }

/** A door that keeps what it is told and answers like the server: the same call gets the same decision. */
export function memoryDoor(options: { onCall?(what: string): void } = {}): { door: Door; recorded: Recorded } {
  const judge = offlineJudge()
  const recorded: Recorded = { decisions: new Map(), outcomes: [], runs: [], log: [], standards: new Set() }
  async function note(what: string): Promise<void> {
    options.onCall?.(what)
    await new Promise((resolve) => setImmediate(resolve))
    recorded.log.push(what)
  }
  function verdictOf(envelope: Envelope): Verdict {
    const id = `${envelope.run}/${envelope.call}`
    const known = recorded.decisions.get(id)
    if (known && JSON.stringify(known) !== JSON.stringify(envelope))
      return { refusal: { code: 'conflict', detail: 'decided with other arguments' } }
    recorded.decisions.set(id, envelope)
    const { tier, standard } = judge(envelope)
    return { answer: { id, tier, policyTier: tier, standard, repeated: known !== undefined } }
  }
  const door: Door = {
    registerTeam: (team) => note(`team ${team.id}`),
    registerAiAgent: (aiAgent) => note(`AI agent ${aiAgent.id}`),
    async applyStandard({ file }) {
      recorded.standards.add(file)
      await note(`standard ${file}`)
    },
    async deploy({ aiAgent, team, process }) {
      await note(`deploy ${aiAgent} ${team} ${process}`)
      return 'live'
    },
    async decideBatch(envelopes) {
      await note(`decide ${envelopes.length}`)
      return envelopes.map(verdictOf)
    },
    async reportOutcome({ decision }) {
      if (!recorded.outcomes.includes(decision)) recorded.outcomes.push(decision)
      await note(`outcome ${decision}`)
    },
    async reportRun({ run }) {
      if (!recorded.runs.includes(run)) recorded.runs.push(run)
      await note(`run ${run}`)
    },
  }
  return { door, recorded }
}

export async function* rowsOf(runs: readonly Run[]): AsyncGenerator<Row> {
  for (const [at, run] of runs.entries()) yield { line: at + 1, run }
}
