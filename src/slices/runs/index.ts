export { followRuns } from './jobs/follow.ts'
export { recountRuns } from './jobs/recount.ts'
