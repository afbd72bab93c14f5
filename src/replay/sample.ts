import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTools, type ToolKinds } from './tools.ts'

/** Where the public runs that ship with Pilotage lie, below the folder of the package. */
export function sampleRuns(root: string): string {
  return join(root, 'samples', 'agent-runs', 'runs.ndjson.gz')
}

/** The kinds of tools that the shipped runs use. */
export function sampleTools(root: string): ToolKinds {
  return parseTools(readFileSync(join(root, 'samples', 'agent-runs', 'tools.json'), 'utf8'))
}
