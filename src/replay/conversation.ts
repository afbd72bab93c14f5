import type { Message, ToolCall } from './run.ts'

/** A tool's answer beside the call that asked for it. */
export type Result = { call: ToolCall; content: string; error: boolean }

/** Something that was said, by whom. */
export type Turn = { from: 'customer' | 'ai_agent'; text: string; at?: string }

/** What was said and done so far. Everything in it comes from messages before the one being looked at. */
export type Conversation = {
  readonly customerTexts: readonly string[]
  readonly agentTexts: readonly string[]
  readonly results: readonly Result[]
  /** Everything that was said, in order. */
  readonly turns: readonly Turn[]
  /** What the AI agent had said, last first, when the customer spoke last. */
  readonly proposals: readonly string[]
  /** Answers to the AI agent's calls since the customer spoke last. */
  readonly sinceCustomer: readonly Result[]
}

export type Listener = { readonly heard: Conversation; learn(message: Message): Result | undefined }

/** Markers of the test bench at the end of a customer's message; nobody said them. */
const markers = /###[A-Z_-]+###/g

/** Follows a run message by message. `learn` returns the answer of a tool, paired with its call, when the message is one. */
export function listen(): Listener {
  const customerTexts: string[] = []
  const agentTexts: string[] = []
  const results: Result[] = []
  const turns: Turn[] = []
  const open = new Map<string, ToolCall>()
  const heard = { customerTexts, agentTexts, results, turns, proposals: [] as string[], sinceCustomer: [] as Result[] }

  function learnText(message: Message): void {
    const text = (message.content ?? '').replace(markers, '').trim()
    if (text === '' || message.role === 'tool') return
    turns.push({ from: message.role, text, ...(message.at ? { at: message.at } : {}) })
    if (message.role === 'ai_agent') agentTexts.push(text)
    if (message.role !== 'customer') return
    customerTexts.push(text)
    heard.proposals = agentTexts.slice(-3).reverse()
    heard.sinceCustomer = []
  }

  function learnResult(message: Message): Result | undefined {
    const call = message.call === undefined ? undefined : open.get(message.call)
    if (!call) return undefined
    const result = { call, content: message.content ?? '', error: message.error === true }
    results.push(result)
    if (call.by === 'ai_agent') heard.sinceCustomer.push(result)
    return result
  }

  return {
    heard,
    learn(message) {
      if (message.role === 'tool') return learnResult(message)
      learnText(message)
      // A call id may come again later in a run, with another call: the newest is the one that is answered next.
      for (const call of message.tool_calls ?? []) open.set(call.id, call)
      return undefined
    },
  }
}
