import type { Conversation, Turn } from './conversation.ts'
import type { ToolCall } from './run.ts'

/** What a teammate sees beside a proposal: a title, and the conversation up to it. */
export type Context = { title: string; conversation: Turn[] }

const turnsMax = 20
const textMax = 1500

/** The context of a call, from what was said before it and with it. */
export function contextOf(about: { call: ToolCall; subject: string; heard: Conversation; said?: string | null }): Context {
  const said = (about.said ?? '').trim()
  const turns: Turn[] = [...about.heard.turns, ...(said === '' ? [] : [{ from: 'ai_agent' as const, text: said }])]
  return { title: titleOf(about.call, about.subject), conversation: turns.slice(-turnsMax).map(shortened) }
}

function titleOf(call: ToolCall, subject: string): string {
  const words = call.name.replaceAll(/[_-]+/g, ' ')
  const act = words.charAt(0).toUpperCase() + words.slice(1)
  const id = subject.includes(':') ? subject.slice(subject.indexOf(':') + 1) : ''
  return (id === '' ? act : `${act} (${id})`).slice(0, 200)
}

function shortened(turn: Turn): Turn {
  return turn.text.length <= textMax ? turn : { ...turn, text: `${turn.text.slice(0, textMax - 1)}…` }
}
