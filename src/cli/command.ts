import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#kernel/config.ts'
import { type Call, createCaller } from '#sdk/call.ts'

/** One command of the command line. It answers the exit code of the process. */
export type Command = { usage: string; summary: string; run(args: string[]): Promise<number> }

/** Where a command talks to, and how it shows who it is. */
export const connection = {
  url: { type: 'string' },
  key: { type: 'string' },
} as const

export type Options = Record<string, { type: 'string' | 'boolean'; short?: string; default?: string | boolean }>

/** Reads the flags of a command. An unknown flag is a sentence, not a stack. */
export function readArgs<O extends Options>(args: string[], options: O) {
  return parseArgs({ args, options, allowPositionals: true, strict: true })
}

/** A problem of the caller's: printed as it is, exit code 1. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/**
 * The client of a command: `--url` and `--key`, or PILOTAGE_URL and PILOTAGE_KEY, or the server that runs on this data
 * directory, whose operator key only its owner can read.
 */
export async function connect(flags: {
  url?: string
  key?: string
}): Promise<{ call: Call; url: string; headers: Record<string, string> }> {
  const config = readConfig()
  const local = await localServer(config.dataDir)
  const url = flags.url ?? config.publicUrl ?? local?.url
  const key = flags.key ?? config.apiKey ?? local?.key
  if (!url) throw new UsageError(`No server found. Start one with \`npm start\`, or name one with --url. (Looked in ${config.dataDir}.)`)
  if (!key) throw new UsageError('No key found. Make one in the console under Settings and give it with --key or PILOTAGE_KEY.')
  const headers = { authorization: `Bearer ${key}` }
  return { call: createCaller({ baseUrl: url.replace(/\/$/, ''), headers }), url, headers }
}

async function localServer(dataDir: string): Promise<{ url?: string; key?: string } | undefined> {
  const read = (name: string) =>
    readFile(join(dataDir, name), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    )
  const [address, key] = await Promise.all([read('address'), read('operator.key')])
  return { url: address, key }
}

/** Writes a line for people. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes a line about what went wrong. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
