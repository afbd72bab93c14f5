/** What can be done with a standard without a server: by the command line, and by a client while the server is away. */
export { type AskedLocally, answerLocally, type BundleRules, type LocalAnswer, type OpenBundle, openBundle, peopleOnly } from './bundle.ts'
export { type Fault, faultInWords } from './fault.ts'
export { standardJsonSchema } from './json-schema.ts'
export { type ReadStandard, readStandard } from './read-standard.ts'
