export { rebuildMonitoring } from './jobs/project.ts'
export { monitoringTick } from './jobs/tick.ts'
export { mountMonitoring } from './routes.ts'
export type { MonitoringParts } from './verbs/parts.ts'
