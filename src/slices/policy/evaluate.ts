import type { Frame } from './cel-parts.ts'
import { builtInBit, builtInSlot, type CompiledStandard, firstParameterSlot, type Settings, type SpeakingRule } from './compile.ts'
import { inputProblem } from './inputs.ts'
import { localTime } from './local-time.ts'
import { type BuiltIn, builtIns, weekdays } from './standard.ts'
import { type Answer, answerOf, isStricter, type Reason, strictest, type Tier } from './tier.ts'
import type { CompiledTuning } from './tuning.ts'

/** One case to decide. The local time is given, or comes from `at` and `timeZone` where a rule looks at it. */
export type Question = {
  inputs: Readonly<Record<string, unknown>>
  confidence?: number | null
  /** Whether knowledge references, and whether an access grant, came with it. */
  knowledge?: boolean
  access?: boolean
  localHour?: number
  localWeekday?: string
  at?: Date
  timeZone?: string
}

/**
 * What a standard, with the tuning of a team, says about a case: the most restrictive of everything that speaks, and every reason.
 * With a tuning the rules run at the tuned values and at the loosest bounds, so a team never gets past the bounds.
 * Never throws: whatever is missing, ill-typed or broken gives human_only.
 */
export function evaluate(compiled: CompiledStandard, question: Question, tuning?: CompiledTuning): Answer {
  try {
    return answerOf(reasonsFor(compiled, question, tuning))
  } catch {
    return answerOf([unreadable])
  }
}

const unreadable: Reason = Object.freeze({
  source: 'error',
  rule: null,
  tier: 'human_only',
  because: 'This case could not be read, so a person decides.',
})

type Run = { frame: Frame; given: number }

function reasonsFor(compiled: CompiledStandard, question: Question, tuning: CompiledTuning | undefined): Reason[] {
  const frame: Frame = new Array(compiled.frameSize)
  if (!readInputs(compiled, question, frame)) return problemsOf(compiled, question)
  const run = { frame, given: readBuiltIns(compiled.needs | (tuning?.needs ?? 0), question, frame) }
  if (tuning === undefined) return runStandard(compiled.atDefaults, run)
  const outer = runStandard(compiled.atLoosest, run)
  const reasons = runStandard(tuning.settings, run)
  const tier = tierOf(reasons)
  for (const reason of outer) if (isStricter(reason.tier, tier)) reasons.push(reason)
  if (tuning.problem !== undefined) reasons.push(tuning.problem)
  runRules(tuning.rules, run, reasons)
  return reasons
}

/** Fills the frame; false where an input is missing or ill-typed, or something required was not given. */
function readInputs(compiled: CompiledStandard, question: Question, frame: Frame): boolean {
  const { inputs } = question
  let isComplete = true
  for (const { name, slot, read } of compiled.inputs) {
    const value = read(inputs[name])
    frame[slot] = value
    if (value === undefined) isComplete = false
  }
  const { requires } = compiled.standard
  const { confidence } = question
  if (confidence == null ? requires.confidence : !isShare(confidence)) return false
  if (requires.knowledge && question.knowledge !== true) return false
  if (requires.access && question.access !== true) return false
  return isComplete
}

/** Why the frame could not be filled. */
function problemsOf(compiled: CompiledStandard, question: Question): Reason[] {
  const problems: string[] = []
  for (const { name, input, read } of compiled.inputs) {
    const given = question.inputs[name]
    if (read(given) === undefined) problems.push(inputProblem(name, input, given))
  }
  const { requires } = compiled.standard
  const { confidence } = question
  if (confidence != null && !isShare(confidence)) problems.push('The confidence must be a number from 0 to 1.')
  if (requires.confidence && confidence == null) problems.push('This decision needs a confidence, and none was given.')
  if (requires.knowledge && question.knowledge !== true)
    problems.push('This decision must name the knowledge it rests on, and none was named.')
  if (requires.access && question.access !== true) problems.push('This decision needs an access grant, and none was given.')
  return problems.map((because) => ({ source: 'input', rule: null, tier: 'human_only', because }))
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** Puts the built-ins in the frame and gives the bits of those that are there. */
function readBuiltIns(needs: number, question: Question, frame: Frame): number {
  let given = 0
  if (question.confidence != null) {
    frame[builtInSlot.confidence] = question.confidence
    given = builtInBit.confidence
  }
  return (needs & localTimeBits) === 0 ? given : given | readLocalTime(question, frame)
}

const localTimeBits = builtInBit.local_hour | builtInBit.local_weekday

function readLocalTime(question: Question, frame: Frame): number {
  const { at, timeZone } = question
  const local = at && timeZone ? localTime(at, timeZone) : undefined
  const hour = question.localHour ?? local?.hour
  const weekday = question.localWeekday ?? local?.weekday
  let given = 0
  if (typeof hour === 'number' && hour >= 0 && hour < 24) {
    frame[builtInSlot.local_hour] = hour
    given |= builtInBit.local_hour
  }
  if (weekdays.some((day) => day === weekday)) {
    frame[builtInSlot.local_weekday] = weekday
    given |= builtInBit.local_weekday
  }
  return given
}

/** What the rules of the standard say at given values of its parameters. */
function runStandard(settings: Settings, run: Run): Reason[] {
  const { values } = settings
  for (let index = 0; index < values.length; index++) run.frame[firstParameterSlot + index] = values[index]
  const reasons: Reason[] = []
  runRules(settings.rules, run, reasons)
  if (reasons.length === 0) reasons.push(settings.otherwise)
  return reasons
}

function runRules(rules: readonly SpeakingRule[], run: Run, into: Reason[]): void {
  for (const rule of rules) {
    if ((rule.needs & run.given) !== rule.needs) into.push(lacking(rule, run.given))
    else if (rule.run(run.frame)) into.push(rule.reason)
  }
}

const builtInWords: Record<BuiltIn, string> = {
  confidence: 'the confidence',
  local_hour: 'the local hour',
  local_weekday: 'the local weekday',
}

/** A rule that looks at something that was not given is broken, even where the rest of it would have settled the matter. */
function lacking({ needs, reason }: SpeakingRule, given: number): Reason {
  const missing = builtIns.filter((name) => (needs & ~given & builtInBit[name]) !== 0).map((name) => builtInWords[name])
  const because = `The rule ${reason.rule} looks at ${missing.join(' and ')}, which was not given.`
  return { source: 'error', rule: reason.rule, tier: 'human_only', because }
}

function tierOf(reasons: readonly Reason[]): Tier {
  return reasons.reduce<Tier>((tier, reason) => strictest(tier, reason.tier), 'autonomous')
}
