export type { Reference } from './investigation.ts'
export { makeLookBack } from './jobs/look-back.ts'
export { mountQuality } from './routes.ts'
export type { QualityParts, SampleWish } from './verbs/parts.ts'
