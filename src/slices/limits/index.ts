export { limitsTick } from './jobs/watch.ts'
export { mountLimits } from './routes.ts'
export { requireMayLaunch } from './verbs/launch.ts'
export type { LimitParts } from './verbs/parts.ts'
