import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Which runs a replay finished. It only saves work: a run in it is asked for again in a few requests, and when the server
 * does not know one of its decisions it is played from the start. A missing, foreign or broken file does no harm.
 */
export type ReplayState = { has(run: string): boolean; add(run: string): Promise<void> }

/** Remembers nothing: every run is played. */
export const noState: ReplayState = { has: () => false, add: async () => {} }

/** Opens a state file, or begins it anew when it belongs to another server or source. */
export async function openStateFile(path: string, belongsTo: string): Promise<ReplayState> {
  const header = JSON.stringify({ replay: belongsTo })
  const text = await readFile(path, 'utf8').catch(() => '')
  const [first, ...lines] = text.split('\n')
  const isOurs = first === header
  if (!isOurs) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${header}\n`)
  } else if (!text.endsWith('\n')) await appendFile(path, '\n')
  const done = new Set(isOurs ? lines.filter((line) => line !== '') : [])
  return {
    has: (run) => done.has(keyOf(run)),
    async add(run) {
      done.add(keyOf(run))
      await appendFile(path, `${keyOf(run)}\n`)
    },
  }
}

/** Quoted, so that no id can hold a line break or look like half of another. */
function keyOf(run: string): string {
  return JSON.stringify(run)
}
