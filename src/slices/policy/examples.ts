import type { CompiledStandard } from './compile.ts'
import { evaluate, type Question } from './evaluate.ts'
import { type Fault, faultAt, noPlace, type Place } from './fault.ts'
import type { Example } from './standard.ts'
import type { Answer, Reason, Tier } from './tier.ts'
import { checkTuning, compileTuning } from './tuning.ts'

/** How one example of a standard came out. Where it does not hold, `fault` says what came instead, why, and where it is written. */
export type ExampleResult = { name: string; holds: boolean; expected: Tier; got: Tier; reasons: Reason[]; fault?: Fault }

/** Tries every example of a standard. */
export function runExamples(compiled: CompiledStandard, place: Place = noPlace): ExampleResult[] {
  return compiled.standard.examples.map((example, index) => {
    const path = ['examples', index]
    const tuningFault = example.team && checkTuning(compiled, example.team, { place, path: [...path, 'team'] })[0]
    const tuning = example.team && compileTuning(compiled, example.team)
    const { tier, reasons } = evaluate(compiled, questionOf(example), tuning)
    const problem = mismatch(example, { tier, reasons })
    const result = { name: example.name, expected: example.expect.tier, got: tier, reasons }
    if (tuningFault !== undefined) return { ...result, holds: false, fault: tuningFault }
    if (problem === undefined) return { ...result, holds: true }
    return { ...result, holds: false, fault: faultAt(place, { path: [...path, 'expect'] }, { message: problem }) }
  })
}

/** The question that an example asks. */
export function questionOf(example: Example): Question {
  const { inputs, confidence, knowledge, access, local_hour: localHour, local_weekday: localWeekday } = example
  return { inputs, confidence, knowledge, access, localHour, localWeekday }
}

function mismatch(example: Example, { tier, reasons }: Answer): string | undefined {
  const { expect, name } = example
  if (tier !== expect.tier) {
    const why = reasons
      .filter((reason) => reason.tier === tier)
      .map((reason) => (reason.rule === null ? reason.because : `${reason.rule}: ${reason.because}`))
    return `The example “${name}” expects ${expect.tier} but gets ${tier}. ${why.join(' ')}`
  }
  const matched = new Set(reasons.map((reason) => reason.rule))
  const silent = (expect.rules ?? []).filter((rule) => !matched.has(rule))
  if (silent.length === 0) return undefined
  const spoke = [...matched].filter((rule) => rule !== null)
  return `The example “${name}” expects the rule ${silent.join(' and ')} to match; ${spoke.length === 0 ? 'no rule did' : `only ${spoke.join(', ')} did`}.`
}
