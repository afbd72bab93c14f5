/** What the command line can do with a standard without a server. */
export { type Fault, faultInWords } from './fault.ts'
export { standardJsonSchema } from './json-schema.ts'
export { type ReadStandard, readStandard } from './read-standard.ts'
