export { type LogMapping, readMapping } from './log-mapping.ts'
export { type LogProfile, type LogTally, tallyLog } from './log-profile.ts'
