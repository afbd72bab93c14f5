export { makeRunner, type Runner } from './jobs/runner.ts'
export { mountCapacity } from './routes.ts'
