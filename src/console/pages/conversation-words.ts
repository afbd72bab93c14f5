import { words } from '#console/messages/words.ts'

/** Words of what AI agents asked to do in a conversation. */
export const conversationDecisionWords = words('conversation-decisions', {
  title: 'What AI agents asked to do here',
  subtitle: 'Decisions whose subject is this conversation, newest first.',
  what: 'What',
  because: 'Why this answer',
  empty: 'None is on record. Decisions stand here whose AI agent names this conversation as the subject.',
})
