import type * as z from 'zod/mini'
import type { SwitchScope as SwitchScopeShape } from './contract/shapes.ts'

export type SwitchScope = z.infer<typeof SwitchScopeShape>

/** Stops everything that it covers: every decision there is for people only until somebody switches it off again. */
export type KillSwitch = {
  scope: SwitchScope
  /** The AI agent's or the deployment's id; `*` for all. */
  target: string
  isOn: boolean
  reason: string
  whoToAsk: string
  /** Pseudonym of whoever set it. */
  by: string
  at: Date
}

/** What a proposal is made for. A proposal without a deployment is still covered by the wider switches. */
export type Place = { aiAgentId: string; deploymentId?: string | null }

/** A switch that is on over a place, with the sentence that says so. Whom to ask is apart: it is a person's name, and not for the ledger. */
export type SwitchFacts = { scope: SwitchScope; target: string; ceiling: 'human_only'; because: string; ask: string }

const none: readonly SwitchFacts[] = []

/** Every switch over the place that is on, the widest first. Any one of them means people only. */
export function switchSpeakers(switches: readonly KillSwitch[], place: Place): readonly SwitchFacts[] {
  if (switches.length === 0) return none
  const over = switches.filter((each) => each.isOn && covers(each, place))
  return over.sort((a, b) => width[a.scope] - width[b.scope]).map(speak)
}

const width: Record<SwitchScope, number> = { all: 0, ai_agent: 1, deployment: 2 }

export function covers(killSwitch: KillSwitch, place: Place): boolean {
  if (killSwitch.scope === 'all') return true
  return killSwitch.target === (killSwitch.scope === 'ai_agent' ? place.aiAgentId : place.deploymentId)
}

const subjects: Record<SwitchScope, string> = {
  all: 'All AI agents are switched off',
  ai_agent: 'This AI agent is switched off',
  deployment: 'This deployment is switched off',
}

function speak({ scope, target, reason, whoToAsk }: KillSwitch): SwitchFacts {
  return { scope, target, ceiling: 'human_only', because: `${subjects[scope]}: ${sentence(reason)}`, ask: `Ask ${sentence(whoToAsk)}` }
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`
}
