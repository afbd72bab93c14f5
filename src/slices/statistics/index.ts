export type { Beta } from './distributions.ts'
