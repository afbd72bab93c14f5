import { fromBase64, hashBytes } from './hash.ts'

/** What a log says of itself: how many leaves it has, and the root over them. */
export type Checkpoint = { origin: string; size: number; root: Buffer }

/** The text that is signed: origin, size and root, a line each. Source: C2SP tlog-checkpoint. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Reads the text of a checkpoint; undefined where it is anything else. We write no extension lines and accept none. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits, encoded] = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(text) ?? []
  const root = fromBase64(encoded ?? '')
  const size = Number(digits)
  if (!origin || root?.length !== hashBytes || !Number.isSafeInteger(size)) return undefined
  return { origin, size, root }
}
