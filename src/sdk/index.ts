export { CallError } from './call.ts'
export { createPilotage } from './pilotage.ts'
export type * from './types.ts'
