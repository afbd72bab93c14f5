import { airline } from './airline.ts'
import { handOff, note, unknownTool } from './common.ts'
import { handOffTool, type Mapping, type Step, stepsOf } from './mapping.ts'
import { retail } from './retail.ts'
import type { Run } from './run.ts'
import { telecom } from './telecom.ts'
import type { ToolKinds } from './tools.ts'

/** Turns a run into its decisions by the mapping of its domain. A domain without a mapping comes out uncovered. */
export function decisionsOf(run: Run, kinds: ToolKinds): Step[] {
  if (run.domain === 'airline') return stepsOf(run, airline, kinds)
  if (run.domain === 'retail') return stepsOf(run, retail, kinds)
  if (run.domain === 'telecom') return stepsOf(run, telecom, kinds)
  return stepsOf(run, unmapped(run.domain), kinds)
}

function unmapped(domain: string): Mapping<object> {
  return {
    domain,
    nothingKnown: () => ({}),
    learn() {},
    meaning(scene) {
      if (scene.call.name === handOffTool) return handOff(domain, scene)
      if (scene.call.name === 'think' || scene.call.name === 'calculate') return note(domain, scene)
      return unknownTool(domain, scene)
    },
  }
}
