import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'

// Lets threads that the product starts read its TypeScript in tests, as vitest lets the main one. They inherit the flag that loads this.
if (!isMainThread) register('./typescript-loader.mjs', import.meta.url)
