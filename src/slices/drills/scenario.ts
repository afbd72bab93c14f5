import type * as z from 'zod/mini'
import type { Scenario as ScenarioShape } from './contract/shapes.ts'

export type Scenario = z.infer<typeof ScenarioShape>

const stopsWhen = ['A real item of the team is critical, or somebody escalates a real item.', 'Somebody aborts it.', 'Its time is over.']

/** What can be made to fail. Nothing real is switched off, and no real AI agent is touched. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'ai_agent_stops',
    title: 'An AI agent stops',
    about: 'The team is told, as a drill, that the AI agent answers no more. It works on as before.',
    hypothesis: 'The first responder acknowledges in time and the team knows how to go on without it.',
    containedWhen: 'Somebody closes the escalation.',
    stopsWhen,
    needsAiAgent: true,
    minutesMax: 60,
    items: 0,
  },
  {
    id: 'errors_spike',
    title: 'Errors spike',
    about: 'The team is told, as a drill, that the AI agent makes many more errors than usual. No error is made.',
    hypothesis: 'The first responder acknowledges in time and decides whether the AI agent goes back to assist.',
    containedWhen: 'Somebody closes the escalation.',
    stopsWhen,
    needsAiAgent: true,
    minutesMax: 60,
    items: 0,
  },
  {
    id: 'queue_floods',
    title: 'The queue floods',
    about: 'Labelled items come into the queue of the team at once. They count in no figure and go when the drill ends.',
    hypothesis: 'Somebody acknowledges in time, and the team answers the flood without losing sight of real cases.',
    containedWhen: 'Every labelled item is answered, or somebody closes the escalation.',
    stopsWhen,
    needsAiAgent: false,
    minutesMax: 120,
    items: 20,
  },
  {
    id: 'kill_switch',
    title: 'The kill switch',
    about: 'A kill switch is set over an AI agent that does not exist. Every server says when it refuses because of it.',
    hypothesis: 'Every server refuses within a second.',
    containedWhen: 'Every server that runs refuses.',
    stopsWhen: ['Somebody aborts it.', 'Its time is over.'],
    needsAiAgent: false,
    minutesMax: 5,
    items: 0,
  },
]

export function scenarioOf(id: Scenario['id']): Scenario {
  return scenarios.find((scenario) => scenario.id === id) as Scenario
}
