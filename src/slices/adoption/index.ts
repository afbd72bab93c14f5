export { adoptionTick } from './jobs/tick.ts'
export { mountAdoption } from './routes.ts'
export type { AdoptionParts } from './verbs/parts.ts'
