export type { Reference } from './investigation.ts'
export { mountQuality } from './routes.ts'
export type { QualityParts, SampleWish } from './verbs/parts.ts'
