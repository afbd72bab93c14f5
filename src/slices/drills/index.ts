export { watchRefusals } from './jobs/refusals.ts'
export { drillsTick } from './jobs/tick.ts'
export { mountDrills } from './routes.ts'
export type { DrillParts } from './verbs/parts.ts'
