import { ofConversations } from './catalogue/conversations.ts'
import { ofDecisions, ofGrades, ofRuns, ofSuggestions } from './catalogue/others.ts'
import type { Definition } from './definition.ts'

/** Every measure that the product knows, version 1 of each. */
export const catalogue: readonly Definition[] = [...ofConversations, ...ofDecisions, ...ofRuns, ...ofSuggestions, ...ofGrades]

const byId = new Map(catalogue.map((definition) => [definition.id, definition]))

export const definitionOf = (id: string): Definition | undefined => byId.get(id)
