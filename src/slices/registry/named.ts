/** Stands for the name of a team in a text that is kept: names change, so the words are made when somebody reads it. */
export const teamMark = (id: string): string => `{team:${id}}`

/** Stands for the name of an AI agent in a text that is kept. */
export const aiAgentMark = (id: string): string => `{ai-agent:${id}}`

type Kind = 'team' | 'ai-agent'

const marks = /\{(team|ai-agent):([^{}]+)\}/g

/** The ids that marks of this kind in these texts stand for, once each. */
export function idsIn(texts: readonly string[], kind: Kind): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(marks)].filter((mark) => mark[1] === kind))
  return [...new Set(found.map((mark) => mark[2] ?? ''))]
}

/** The text with names in place of marks; an id stands where no name is known. */
export const putNames = (text: string, names: { [kind in Kind]: ReadonlyMap<string, string> }): string =>
  text.replaceAll(marks, (_, kind: Kind, id: string) => names[kind].get(id) ?? id)
