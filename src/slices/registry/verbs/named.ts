import type { Queryable } from '#kernel/db.ts'
import { teamNames } from '#slices/identity/index.ts'
import { idsIn, putNames } from '../named.ts'
import { aiAgentNames } from '../store/ai-agents.ts'

const none: ReadonlyMap<string, string> = new Map()

/** Reads what the marks in these texts stand for now, and gives what puts the names in. */
export async function namesIn(db: Queryable, texts: readonly string[]): Promise<(text: string) => string> {
  const [teams, aiAgents] = [idsIn(texts, 'team'), idsIn(texts, 'ai-agent')]
  const names = {
    team: teams.length === 0 ? none : await teamNames(db, teams),
    'ai-agent': aiAgents.length === 0 ? none : await aiAgentNames(db, aiAgents),
  }
  return (text) => putNames(text, names)
}

/** One text with the names of now. */
export const named = async (db: Queryable, text: string): Promise<string> => (await namesIn(db, [text]))(text)
