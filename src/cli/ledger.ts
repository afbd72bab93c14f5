import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import * as audit from '#slices/audit/contract.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'
import { verifyExport } from './ledger-verify.ts'

export const ledgerCommand: Command = {
  summary: 'Export the ledger, and verify an export offline with only the public key',
  usage: `pilotage ledger export --out <file>              everything on record, as a file
pilotage ledger verify <file> --key-file <file>  or --public-key <text>; needs no server
      [--checkpoint <file>]                       an older checkpoint that you kept: shows that nothing before it changed
pilotage ledger checkpoint                       the newest signed checkpoint
pilotage ledger public-key                       the key that verifies it; keep it somewhere else

  --url, --key   another server than the one on this machine`,
  async run(args) {
    const [act = '', ...rest] = args
    const run = acts[act]
    if (!run) throw new UsageError(this.usage)
    return run(rest)
  },
}

const acts: Record<string, (args: string[]) => Promise<number>> = {
  export: exportFile,
  verify,
  async checkpoint(args) {
    const { call } = await connect(readArgs(args, connection).values)
    const { note } = await call(audit.getCheckpoint, {})
    if (note === null) complain('The ledger has no checkpoint yet; the first comes within seconds of the first record.')
    else process.stdout.write(note)
    return note === null ? 1 : 0
  },
  'public-key': async (args) => {
    const { call } = await connect(readArgs(args, connection).values)
    say((await call(audit.getCheckpoint, {})).verifierKey)
    return 0
  },
}

async function exportFile(args: string[]): Promise<number> {
  const { values } = readArgs(args, { ...connection, out: { type: 'string' } })
  if (!values.out) throw new UsageError('Name the file to write with --out.')
  const { url, headers } = await connect(values)
  const response = await fetch(`${url.replace(/\/$/, '')}${audit.exportLedger.path}`, { headers })
  if (!response.ok || !response.body) throw new UsageError(`The server answered ${response.status}: ${await response.text()}`)
  await pipeline(response.body, createWriteStream(values.out))
  say(`The ledger is written to ${values.out}.`)
  return 0
}

async function verify(args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, {
    'key-file': { type: 'string' },
    'public-key': { type: 'string' },
    checkpoint: { type: 'string' },
  })
  const [file] = positionals
  if (!file) throw new UsageError('Name the export to verify.')
  const key = values['public-key'] ?? (values['key-file'] ? await readFile(values['key-file'], 'utf8') : undefined)
  if (!key) throw new UsageError('Give the public key with --public-key or --key-file. The server shows it: pilotage ledger public-key.')
  const checkpoints = values.checkpoint ? [await readFile(values.checkpoint, 'utf8')] : []
  const trust = { verifierKeys: key.trim().split(/\s+/), checkpoints }
  const verdict = await verifyExport(createReadStream(file), trust, ({ line, text }) => complain(line > 0 ? `line ${line}: ${text}` : text))
  for (const remark of verdict.remarks) say(remark)
  say(`${verdict.leaves} entries and ${verdict.checkpoints} checkpoints of ${verdict.origin}, root ${verdict.root}.`)
  say(
    verdict.ok
      ? 'The ledger holds: nothing was changed, left out or put in another order.'
      : `The ledger does NOT hold: ${verdict.findings} things are wrong.`,
  )
  return verdict.ok ? 0 : 1
}
