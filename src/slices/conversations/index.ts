export type { Event } from './event.ts'
export { pseudonymKeyOf } from './verbs/key.ts'
export { isAhead, type Recorded, type RecordParts, recordEvents } from './verbs/record.ts'
