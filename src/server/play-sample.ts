import { join } from 'node:path'
import { countRows, readRuns, replay, sampleRuns, sampleTools, serverDoor, shippedStandards } from '#replay/index.ts'
import type { PlaySample } from './sample.ts'
import { askCapacity } from './sample-capacity.ts'

const root = join(import.meta.dirname, '..', '..')
const concurrency = 8

/** Plays the runs that ship with Pilotage: teams, AI agents, standards and decisions come to be as they would live. */
export const playSample: PlaySample = async (call, watch) => {
  const file = sampleRuns(root)
  const runsTotal = await countRows(file)
  watch.onProgress({ runsDone: 0, runsTotal })
  const played = await replay({
    source: readRuns(file),
    door: serverDoor(call, { reason: 'Comes with Pilotage, for the public sample.' }),
    tools: sampleTools(root),
    standardsFor: (domain) => shippedStandards(root, [domain]),
    concurrency,
    signal: watch.signal,
    onProgress: ({ rows }) => watch.onProgress({ runsDone: rows, runsTotal }),
  })
  if (played.isStopped) throw new Error('stopped before the end')
  await watch.caughtUp()
  await askCapacity(call, played.runs)
}
