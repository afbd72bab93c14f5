import type * as z from 'zod/mini'
import type { AiAgent } from './ai-agent.ts'
import { completenessOf } from './card.ts'
import type { Alarm as AlarmShape } from './contract/shapes.ts'
import { dayIn } from './day.ts'
import type { Phase } from './deployment.ts'

/** Something about an AI agent that somebody must put right, with the next step. */
export type Alarm = z.infer<typeof AlarmShape>

/** What the registry needs to know of an owner. */
export type OwnerState = { name: string; isActive: boolean; timeZone: string }

export type AlarmFacts = {
  aiAgent: AiAgent
  /** Null where the person is not known here any more. */
  accountable: OwnerState | null
  technical: OwnerState | null
  phases: readonly Phase[]
  lastCheckedOn: string | null
  now: Date
}

/** The day on which a check counts: that of the accountable owner's team, UTC while there is no owner. */
export function checkDay(accountable: OwnerState | null, now: Date): string {
  return dayIn(accountable?.timeZone ?? 'UTC', now)
}

/** Everything that is wrong with who answers for an AI agent, most urgent first. A retired one has no alarms. */
export function alarmsOf(facts: AlarmFacts): Alarm[] {
  if (facts.aiAgent.status === 'retired') return []
  return [accountableAlarm(facts), checkAlarm(facts), technicalAlarm(facts), cardAlarm(facts)].filter((alarm) => alarm !== null)
}

function accountableAlarm({ aiAgent, accountable }: AlarmFacts): Alarm | null {
  if (aiAgent.accountableOwner === null)
    return { kind: 'no_accountable_owner', says: `Nobody answers for ${aiAgent.name}.`, next: 'Name an accountable owner.' }
  if (accountable?.isActive) return null
  const who = accountable?.name ?? 'The person who answered for it'
  return {
    kind: 'accountable_owner_gone',
    says: `${who} is no longer active here, so nobody answers for ${aiAgent.name}.`,
    next: 'Name a new accountable owner. Pause its deployments if that takes more than a day.',
  }
}

function technicalAlarm({ aiAgent, technical }: AlarmFacts): Alarm | null {
  if (aiAgent.technicalOwner === null)
    return {
      kind: 'no_technical_owner',
      says: `Nobody keeps ${aiAgent.name} running.`,
      next: 'Name a technical owner: whoever can change it or stop it.',
    }
  if (technical?.isActive) return null
  const who = technical?.name ?? 'The person who kept it running'
  return { kind: 'technical_owner_gone', says: `${who} is no longer active here.`, next: 'Name a new technical owner.' }
}

function checkAlarm({ aiAgent, accountable, phases, lastCheckedOn, now }: AlarmFacts): Alarm | null {
  const isAtWork = phases.some((phase) => phase === 'assist' || phase === 'live')
  if (!isAtWork || (lastCheckedOn !== null && lastCheckedOn >= checkDay(accountable, now))) return null
  const says = lastCheckedOn === null ? `Nobody has checked ${aiAgent.name} yet.` : `Nobody checked ${aiAgent.name} today.`
  return { kind: 'not_checked_today', says, next: 'Look at its latest decisions, then choose "Checked today".' }
}

function cardAlarm({ aiAgent }: AlarmFacts): Alarm | null {
  const missing = completenessOf(aiAgent.card, aiAgent.accountableOwner).missing.filter((field) => field.form !== 'owner')
  if (missing.length === 0) return null
  const names = missing.map((field) => field.label.toLowerCase()).join(', ')
  return { kind: 'card_incomplete', says: `The AI agent card does not say: ${names}.`, next: 'Fill in these fields of the AI agent card.' }
}
