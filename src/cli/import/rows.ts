import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import type { Row } from '#slices/imports/offline.ts'

/** A row of a file with the line on which it ends, or why it is none, with what stands there. */
export type FileRow = { line: number; row: Row } | { line: number; reason: string; text: string }

export type RowFile = {
  rows: AsyncGenerator<FileRow>
  /** How much of the file is read, 0 to 1. */
  share(): number
}

export type RowForm = { format?: 'csv' | 'ndjson'; delimiter?: string }

/** Opens a file of rows, CSV with a header or one JSON object a line, gzip'd or plain: told by what is in it, not by its name. */
export async function openRows(path: string, { format, delimiter }: RowForm): Promise<RowFile> {
  const [{ size }, isGzip] = await Promise.all([stat(path), beginsWith(path, [0x1f, 0x8b])])
  const source = createReadStream(path, { highWaterMark: 256 * 1024 })
  const input = isGzip ? pipeline(source, createGunzip({ chunkSize: 256 * 1024 }), () => {}) : source
  const share = () => (size === 0 ? 1 : Math.min(1, source.bytesRead / size))
  return { rows: rowsOf(input, { path, format, delimiter }), share }
}

async function beginsWith(path: string, bytes: readonly number[]): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes.length), 0, bytes.length, 0)
    return bytesRead === bytes.length && bytes.every((byte, place) => buffer[place] === byte)
  } finally {
    await handle.close()
  }
}

async function* rowsOf(input: Readable, { path, format, delimiter }: RowForm & { path: string }): AsyncGenerator<FileRow> {
  let reader: Reader | undefined
  const decoder = new StringDecoder('utf8')
  try {
    for await (const chunk of input) {
      const text = decoder.write(chunk as Buffer)
      reader ??= (format ?? (/^\uFEFF?\s*\{/.test(text) ? 'ndjson' : 'csv')) === 'csv' ? csvReader(delimiter) : ndjsonReader()
      yield* await reader.read(text)
    }
    if (reader) yield* await reader.end()
  } catch (cause) {
    throw new Error(`${path} could not be read to its end: ${(cause as Error).message}.`, { cause })
  } finally {
    input.destroy()
  }
}

/** Takes text piece by piece and gives the rows that are whole. */
type Reader = { read(text: string): Promise<FileRow[]>; end(): Promise<FileRow[]> }

function ndjsonReader(): Reader {
  let rest = ''
  let line = 0
  const rowOf = (text: string): FileRow[] => {
    line += 1
    return text.trim() === '' ? [] : [parsed(text, line)]
  }
  return {
    async read(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      return lines.flatMap(rowOf)
    },
    end: async () => rowOf(rest),
  }
}

function parsed(text: string, line: number): FileRow {
  try {
    const row: unknown = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { line, row: row as Row }
  } catch {
    // Told below.
  }
  return { line, reason: 'the line is no JSON object', text }
}

/** The first line names the columns. What the parser gives comes in order, good and bad together. */
function csvReader(delimiter = ','): Reader {
  const found: FileRow[] = []
  const failed: Error[] = []
  const parser = parse({
    columns: true,
    bom: true,
    delimiter,
    skip_empty_lines: true,
    skip_records_with_error: true,
    raw: true,
    on_record(record: { record: Row }, { lines }) {
      found.push({ line: lines, row: record.record })
      return null
    },
    on_skip(error, raw) {
      found.push({ line: (error as { lines?: number } | undefined)?.lines ?? 0, reason: skipReason(error), text: raw ?? '' })
      return undefined
    },
  })
  parser.on('error', (error) => failed.push(error))
  parser.resume()
  const take = () => {
    if (failed[0]) throw failed[0]
    return found.splice(0)
  }
  return {
    async read(text) {
      await new Promise<void>((resolve) => parser.write(text, () => resolve()))
      return take()
    },
    async end() {
      await new Promise<void>((resolve) => parser.once('close', resolve).end())
      return take()
    },
  }
}

function skipReason(error: { code?: string; message: string } | undefined): string {
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened here and never closed: nothing after it could be read'
  if (error?.code === 'CSV_RECORD_INCONSISTENT_COLUMNS') return 'the row has more or fewer columns than the header'
  return `the row is no CSV: ${error?.message ?? 'it cannot be read'}`
}
