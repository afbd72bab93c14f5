import type { remedyIds, stateIds } from './contract/adoption.ts'
import type { TeamView } from './team.ts'

export type State = (typeof stateIds)[number]

/** What is said of a team on its page: the method's label, with whether it is adopted and whether it has any work for an AI agent. */
export function stateOf({ state: { label }, isAdopted, isExposed, isOverReliant }: TeamView): State {
  if (!isExposed) return 'not_exposed'
  if (isAdopted && isOverReliant) return 'over_reliant'
  if (isAdopted) return 'adopted'
  const states = {
    team_too_small: 'not_enough_people',
    too_early: 'onboarding',
    access_problem: 'blocked',
    healthy: 'onboarding',
    used_but_overridden: 'overridden',
    quiet_rejection: 'quiet_rejection',
    slow_adoption: 'slow_start',
    unknown: 'unknown',
  } as const
  return states[label]
}

type Remedy = (typeof remedyIds)[number]

/** What helps: the method's remedy, where the state does not say it already. */
export function remedyOf(state: State, remedy: Remedy): Remedy {
  if (state === 'adopted') return 'keep'
  if (state === 'over_reliant') return 'check_quality'
  return state === 'not_exposed' ? 'wait' : remedy
}
