export { countUptime } from './jobs/uptime.ts'
export { mountWeeks } from './routes.ts'
