export type { Event } from './event.ts'
export { type ConversationParts, mountConversations } from './routes.ts'
export { type RebuildParts, rebuildCounts } from './verbs/rebuild.ts'
export { isAhead, type Recorded, type RecordParts, recordEvents } from './verbs/record.ts'
