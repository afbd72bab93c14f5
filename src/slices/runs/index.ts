export { followRuns, rebuildRuns } from './jobs/follow.ts'
