import { words } from '#console/messages/words.ts'

export const escalationPageWords = words('escalationPage', { next: 'Next escalation', previous: 'Previous escalation' })
