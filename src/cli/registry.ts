import { readFile, writeFile } from 'node:fs/promises'
import type { OutputOf } from '#kernel/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'

export const registryCommand: Command = {
  summary: 'Import and export AI agents with their cards, owners and deployments',
  usage: `pilotage registry import <file.yaml> [--dry-run]
pilotage registry export [--format yaml|csv|backstage] [--out <file>]

  --url, --key   another server than the one on this machine`,
  async run(args) {
    const [act = '', ...rest] = args
    if (act === 'import') return importFile(rest)
    if (act === 'export') return exportFile(rest)
    throw new UsageError(this.usage)
  },
}

async function importFile(args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { ...connection, 'dry-run': { type: 'boolean' } })
  const [file] = positionals
  if (!file) throw new UsageError('Name the file to import.')
  const { call } = await connect(values)
  const result = await call(registry.importRegistry, { text: await readFile(file, 'utf8'), dryRun: values['dry-run'] === true })
  for (const row of result.rows) {
    say(
      `line ${String(row.line).padStart(4)}  ${kindOf(row.kind).padEnd(10)} ${row.id.padEnd(56)} ${row.result}${row.changes.length > 0 ? `: ${row.changes.join('; ')}` : ''}`,
    )
    for (const fault of row.faults) complain(`  line ${fault.line}: ${fault.message}`)
  }
  const isRefused = result.rows.some((row) => row.result === 'refused')
  say(summaryOf(result, isRefused))
  return isRefused ? 1 : 0
}

const kindOf = (kind: string) => (kind === 'ai_agent' ? 'AI agent' : kind)

/** What came of an import, in one sentence. */
function summaryOf({ rows, isApplied }: OutputOf<typeof registry.importRegistry>, isRefused: boolean): string {
  if (isRefused) return 'Nothing was changed.'
  if (!isApplied) return 'Nothing was changed: this was a dry run.'
  const changed = rows.filter((row) => row.result !== 'unchanged').length
  return changed === 0 ? 'Nothing to change: the server has all of it already.' : `${changed} of ${rows.length} entries made or changed.`
}

async function exportFile(args: string[]): Promise<number> {
  const { values } = readArgs(args, { ...connection, format: { type: 'string', default: 'yaml' }, out: { type: 'string' } })
  const { call } = await connect(values)
  const { text } = await call(registry.exportRegistry, { format: values.format as 'yaml' })
  if (values.out) {
    await writeFile(values.out, text)
    say(`The registry is written to ${values.out}.`)
  } else say(text.trimEnd())
  return 0
}
