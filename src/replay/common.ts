import { customerNamed } from './consent.ts'
import { parseJson } from './json.ts'
import type { Meaning, Scene } from './mapping.ts'

/** A calculation or a note to itself: nothing outside the conversation changes. */
export function note(domain: string, scene: Scene<unknown>): Meaning {
  return {
    decisionType: `${domain}.note`,
    subject: 'conversation',
    inputs: { kind: scene.call.name === 'calculate' ? 'calculation' : 'thought' },
  }
}

/** The AI agent hands the customer to a person. */
export function handOff(domain: string, scene: Scene<unknown>): Meaning {
  const summary = scene.arguments.summary
  return {
    decisionType: `${domain}.hand_off`,
    subject: 'conversation',
    inputs: {
      summary_words: typeof summary === 'string' ? summary.split(/\s+/).filter(Boolean).length : undefined,
      looked_up: scene.heard.results.filter((result) => result.call.by === 'ai_agent' && !result.error).length,
    },
  }
}

/** A tool that the mapping does not know: its own decision type, nothing known, so nobody pretends to judge it. */
export function unknownTool(domain: string, scene: Scene<unknown>): Meaning {
  return {
    decisionType: `${domain}.${scene.call.name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')}`.slice(0, 64),
    subject: 'conversation',
    inputs: {},
  }
}

/** True when the customer named this id, or an earlier answer of a tool did. Otherwise the AI agent made it up. */
export function wasNamed(scene: Scene<unknown>, id: unknown): boolean {
  if (typeof id !== 'string') return false
  return customerNamed(scene.heard, id) || scene.heard.results.some((result) => result.content.includes(id))
}

/** The subject of a decision: `order:#W123`, or the conversation when the call names none. */
export function subjectOf(noun: string, id: unknown): string {
  return typeof id === 'string' && id !== '' ? `${noun}:${id}` : 'conversation'
}

/** How many of these a list in the arguments holds. */
export function countIn(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length
  // Some models write a list as the text of a list.
  const parsed = typeof value === 'string' ? parseJson(value) : undefined
  return Array.isArray(parsed) ? parsed.length : undefined
}
