/** One file that is imported with one mapping, and how far it is. */
export type Run = {
  id: string
  fileDigest: string
  mappingDigest: string
  name: string
  title: string
  state: 'running' | 'finished'
  /** Rows read = written + unchanged + rejected + leftOut. */
  read: number
  written: number
  unchanged: number
  rejected: number
  leftOut: number
  /** How much of the file was read, 0 to 1. */
  share: number
  beganAt: Date
  changedAt: Date
  finishedAt: Date | null
}

export type Reject = { line: number; reason: string }

export const nothingRead = {
  state: 'running',
  read: 0,
  written: 0,
  unchanged: 0,
  rejected: 0,
  leftOut: 0,
  share: 0,
  finishedAt: null,
} as const

export function runToWire({ fileDigest: _file, mappingDigest: _mapping, beganAt, changedAt, finishedAt, ...run }: Run) {
  return {
    ...run,
    beganAt: beganAt.toISOString(),
    changedAt: changedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
