import { type CompiledStandard, compileStandard } from './compile.ts'
import { type ExampleResult, runExamples } from './examples.ts'
import type { Fault } from './fault.ts'
import { parseStandard } from './parse.ts'

/** Everything that can be said of a text: what it is, what is wrong with it, and whether its examples hold. */
export type ReadStandard = {
  id: string | null
  title: string | null
  compiled?: CompiledStandard
  faults: Fault[]
  examples: ExampleResult[]
}

/** Parses, type-checks and tries out a standard. Never throws: faults are part of the answer. */
export function readStandard(text: string, file = 'standard.yaml'): ReadStandard {
  const parsed = parseStandard(text, file)
  const made = parsed.standard ? compileStandard(parsed.standard, parsed.place) : { faults: [] }
  return {
    id: parsed.standard?.standard ?? null,
    title: parsed.standard?.title ?? null,
    compiled: made.compiled,
    faults: [...parsed.faults, ...made.faults],
    examples: made.compiled ? runExamples(made.compiled, parsed.place) : [],
  }
}
