import { type CompiledStandard, compileStandard } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { judge, type PolicyAnswer, type Standing } from './judge.ts'
import type { Standard, Tuning } from './standard.ts'
import { answerOf, type Reason, type Tier, tiers } from './tier.ts'
import { type CompiledTuning, tunedWithin } from './tuning.ts'

/** A standard as a client gets it: what decides, without the words and examples around it. */
export type BundledStandard = { id: string; version: number; standard: Standard; tuning: Tuning | null }

/** Where the AI agent stands in one process, and why it is switched off there. */
export type BundledPlace = { process: string | null; standing: Standing; off: string[] }

/**
 * The rules that one AI agent needs in one team, as plain data: what a client answers by while the server is away. Places begin with
 * that of a proposal that names no process; `elsewhere` is for a process without a deployment.
 */
export type BundleRules = {
  team: string
  aiAgent: string
  timeZone: string
  standards: BundledStandard[]
  places: BundledPlace[]
  elsewhere: BundledPlace
}

type Ready = { bundled: BundledStandard; compiled: CompiledStandard; tuning?: CompiledTuning }

/** A bundle whose standards are ready to be evaluated. Those that cannot be read are not in it. */
export type OpenBundle = { rules: BundleRules; standards: ReadonlyMap<string, Ready> }

/** A bundle made ready. Never throws for what stands in a standard. */
export function openBundle(rules: BundleRules): OpenBundle {
  const ready = rules.standards.flatMap((bundled) => {
    const made = readyOf(bundled)
    return made ? [[bundled.id, made] as const] : []
  })
  return { rules, standards: new Map(ready) }
}

function readyOf(bundled: BundledStandard): Ready | undefined {
  try {
    const { compiled } = compileStandard(bundled.standard)
    return compiled && { bundled, compiled, tuning: bundled.tuning ? tunedWithin(compiled, bundled.tuning) : undefined }
  } catch {
    return undefined
  }
}

export type AskedLocally = {
  proposal: {
    team: string
    aiAgent: string
    process?: string
    decisionType: string
    inputs: Record<string, unknown>
    confidence?: number
    knowledge?: readonly unknown[]
    occurredAt?: string
  }
  at: Date
  /** How long ago the server last said that these rules hold, in milliseconds. */
  ageMs: number
}

export type LocalAnswer = {
  tier: Exclude<Tier, 'autonomous'>
  recordOnly: boolean
  reasons: Reason[]
  standard: { id: string; version: number } | null
}

/**
 * What a client may answer by the rules that it last knew: the minimum of everything that speaks, as the server would take it, and
 * never more than review. Whatever is missing, too old, not for this AI agent or broken gives human_only. Never throws.
 */
export function answerLocally(bundle: OpenBundle, asked: AskedLocally): LocalAnswer {
  try {
    return judgeByBundle(bundle, asked)
  } catch {
    return peopleOnly('This case could not be read, so a person decides.')
  }
}

/** The answer where there are no rules to go by, with the reason. */
export function peopleOnly(because: string): LocalAnswer {
  return { tier: 'human_only', recordOnly: false, reasons: [{ source: 'local', rule: null, tier: 'human_only', because }], standard: null }
}

function judgeByBundle({ rules, standards }: OpenBundle, { proposal, at, ageMs }: AskedLocally): LocalAnswer {
  if (proposal.team !== rules.team || proposal.aiAgent !== rules.aiAgent)
    return peopleOnly('Pilotage could not be reached, and the rules at hand are for another team or AI agent.')
  if (proposal.occurredAt !== undefined)
    return peopleOnly('Pilotage could not be reached, and only Pilotage itself decides what is replayed.')
  const ready = standards.get(proposal.decisionType)
  const ageMaxSeconds = ready?.compiled.standard.bundle_seconds_max
  if (!ready || ageMaxSeconds === undefined)
    return peopleOnly('Pilotage could not be reached, and decisions of this kind are not answered without it.')
  if (!(ageMs >= 0 && ageMs <= ageMaxSeconds * 1000)) return peopleOnly(tooOld(ageMs, ageMaxSeconds))
  const place = rules.places.find((each) => each.process === (proposal.process ?? null)) ?? rules.elsewhere
  if (!isPlace(place)) return peopleOnly('Pilotage could not be reached, and the rules at hand cannot be read.')
  const question = {
    inputs: proposal.inputs,
    confidence: proposal.confidence,
    knowledge: (proposal.knowledge?.length ?? 0) > 0,
    at,
    timeZone: rules.timeZone,
  }
  const { id, version } = ready.bundled
  const policy: PolicyAnswer = { ...evaluate(ready.compiled, question, ready.tuning), standard: { id, version } }
  const judged = judge({ policy, standing: place.standing, switches: place.off.map((because) => ({ because, ask: '' })) })
  const reasons = judged.reasons.map(({ source, rule, tier, because }) => ({ source, rule, tier, because }))
  return {
    tier: judged.tier === 'human_only' ? 'human_only' : 'review',
    recordOnly: judged.recordOnly,
    reasons: answerOf([...reasons, atMostReview(ageMs)]).reasons,
    standard: judged.standard,
  }
}

/** A place that says something else than a tier says nothing that could be the minimum of anything. */
function isPlace({ standing }: BundledPlace): boolean {
  return standing.kind === 'unknown' || tiers.includes(standing.ceiling)
}

function atMostReview(ageMs: number): Reason {
  const because = `Pilotage could not be reached. By the rules that were last known, ${inSeconds(ageMs)} old, it may go to review at most; nothing runs before Pilotage is back.`
  return { source: 'local', rule: null, tier: 'review', because }
}

function tooOld(ageMs: number, ageMaxSeconds: number): string {
  return ageMs >= 0
    ? `Pilotage could not be reached, and the rules at hand are ${inSeconds(ageMs)} old; ${ageMaxSeconds} seconds are allowed.`
    : 'Pilotage could not be reached, and nobody can tell how old the rules at hand are.'
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} seconds`
}
