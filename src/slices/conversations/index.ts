export type { Event } from './event.ts'
export { type Recorded, type RecordParts, recordEvents } from './verbs/record.ts'
