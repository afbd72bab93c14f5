import { type Context, contextOf } from './context.ts'
import type { Conversation, Result } from './conversation.ts'
import { listen } from './conversation.ts'
import type { Run, ToolCall } from './run.ts'
import { type Kind, kindOf, type ToolKinds } from './tools.ts'

/** A value that a standard's input can hold. */
export type InputValue = number | string | boolean | string[]

/** Inputs of one decision. What is not known is left out, and Pilotage then answers *people only*. */
export type Inputs = { readonly [name: string]: InputValue | undefined }

/** One decision as it is put to Pilotage. */
export type Envelope = {
  aiAgent: string
  team: string
  process: string
  decisionType: string
  subject: string
  run: string
  call: string
  action: { name: string; arguments: Record<string, unknown> }
  inputs: Record<string, InputValue>
  /** What a teammate sees beside the proposal; never judged. */
  context: Context
  occurredAt?: string
}

/** What one tool call means: which decision it is, about what, and what is known of it. */
export type Meaning = { decisionType: string; subject: string; inputs: Inputs }

/** The call being decided, with everything that was known before it and nothing else. */
export type Scene<Facts> = {
  call: ToolCall
  arguments: ToolCall['arguments']
  heard: Conversation
  facts: Facts
  alone: boolean
  failedTries: number
}

/**
 * The mapping of one domain. `learn` folds answers of tools into facts; `meaning` turns a call and the facts known
 * before it into a decision. A mapping never sees the run, so it cannot look ahead.
 */
export type Mapping<Facts> = {
  domain: string
  nothingKnown(): Facts
  learn(facts: Facts, result: Result): void
  meaning(scene: Scene<Facts>): Meaning
}

/** One decision of a run with what happened next, which is read for the outcome only and is never part of the envelope. */
export type Step = { envelope: Envelope; kind: Kind; isHandOff: boolean; outcome: 'succeeded' | 'failed' | undefined }

export const handOffTool = 'transfer_to_human_agents'

/** The steps of a run in order: each tool call of the AI agent becomes one decision. */
export function stepsOf<Facts>(run: Run, mapping: Mapping<Facts>, kinds: ToolKinds): Step[] {
  const steps: Step[] = []
  const listener = listen()
  const facts = mapping.nothingKnown()
  const alone = isAlone(run)
  const who = { aiAgent: aiAgentId(run), team: teamId(run.domain), process: processId(run), run: run.run }
  run.messages.forEach((message, index) => {
    const calls = (message.tool_calls ?? []).filter((call) => call.by === 'ai_agent')
    calls.forEach((call, place) => {
      const { heard } = listener
      const failedTries = failedTriesOf(heard, call)
      const meaning = mapping.meaning({ call, arguments: call.arguments, heard, facts, alone, failedTries })
      steps.push({
        envelope: {
          ...who,
          ...meaning,
          call: callId(index, place, calls),
          action: { name: call.name, arguments: call.arguments },
          inputs: knownOnly(meaning.inputs),
          context: contextOf({ call, subject: meaning.subject, heard, said: message.content }),
          ...(message.at ? { occurredAt: message.at } : {}),
        },
        kind: kindOf(kinds, run.domain, call.name),
        isHandOff: call.name === handOffTool,
        outcome: outcomeOf(run, index, call),
      })
    })
    const result = listener.learn(message)
    if (result && !result.error) mapping.learn(facts, result)
  })
  return steps
}

/** Failed tries of the same tool since the customer spoke last: a repeat with other values was not agreed to. */
function failedTriesOf(heard: Conversation, call: ToolCall): number {
  return heard.sinceCustomer.filter((result) => result.error && result.call.name === call.name).length
}

/** The source's id alone is not enough: some sources use one id for several calls. */
function callId(index: number, place: number, calls: ToolCall[]): string {
  const id = calls[place]?.id ?? ''
  const isTwin = calls.some((other, at) => at !== place && other.id === id)
  return isTwin ? `${index}:${place}:${id}` : `${index}:${id}`
}

function outcomeOf(run: Run, index: number, call: ToolCall): Step['outcome'] {
  for (const message of run.messages.slice(index + 1)) {
    if (message.role !== 'tool') return undefined
    if (message.call === call.id) return message.error ? 'failed' : 'succeeded'
  }
  return undefined
}

function knownOnly(inputs: Inputs): Record<string, InputValue> {
  return Object.fromEntries(Object.entries(inputs).filter((entry): entry is [string, InputValue] => entry[1] !== undefined))
}

/** True when the AI agent works through a task without a customer in the conversation. */
export function isAlone(run: Run): boolean {
  return run.mode?.endsWith('_solo') ?? false
}

/** The registry's id of the AI agent: one AI agent does one kind of work. */
export function aiAgentId(run: Run): string {
  return slug(`${run.domain}-${run.ai_agent}`)
}

export function teamId(domain: string): string {
  return slug(`${domain}-support`)
}

export function processId(run: Run): string {
  return isAlone(run) ? 'device-repair' : 'customer-service'
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64)
}
