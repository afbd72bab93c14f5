import { words } from '#console/messages/words.ts'

export const nowWords = words('now', {
  question: 'What are the AI agents doing right now, and how much of it on their own?',
  aboutWindow: (from: string, to: string) => `Decisions recorded from ${from} to ${to}, whole hours`,
  welcome: 'Look around or begin',
})
