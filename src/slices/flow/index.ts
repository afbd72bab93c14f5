export { mountFlow } from './routes.ts'
