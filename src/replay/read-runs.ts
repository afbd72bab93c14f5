import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parseRow, type Row } from './run.ts'

/**
 * Streams the rows of a file of runs, one JSON object a line, gzip'd or plain (told by its first bytes, not by its name).
 * Memory holds one row at a time.
 */
export async function* readRuns(path: string): AsyncGenerator<Row> {
  let line = 0
  for await (const text of linesOf(path)) {
    line += 1
    if (text.trim() !== '') yield parseRow(text, line)
  }
}

/** How many rows the file has, good or bad, so that a progress bar knows its end. */
export async function countRows(path: string): Promise<number> {
  let rows = 0
  for await (const text of linesOf(path)) if (text.trim() !== '') rows += 1
  return rows
}

/** The lines of a file, gzip'd or plain; fails with its name where it cannot be read to its end. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const isCompressed = await isGzip(path)
  const file = createReadStream(path)
  const input = isCompressed ? pipeline(file, createGunzip(), () => {}) : file
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } catch (cause) {
    throw new Error(`${path} could not be read to its end: ${(cause as Error).message}.`, { cause })
  } finally {
    file.destroy()
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}
