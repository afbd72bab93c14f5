import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Call } from '#sdk/call.ts'
import * as imports from '#slices/imports/contract.ts'
import { type Apply, applierOf, type MappingForm, mappingFaultInWords, readMapping } from '#slices/imports/offline.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'
import { type DryRun, dryRun } from './import/dry-run.ts'
import { reasonsOf, writeRejects } from './import/rejects.ts'
import { openRows } from './import/rows.ts'
import { knownTeams, type Run, sendRows, teamsFor } from './import/send.ts'
import { many, progressShow } from './import/show.ts'

/** Many at once: a conversation that is told of in ten rows of a batch is written once. */
const batchRows = 20_000

export const importCommand: Command = {
  summary: 'Import a file of conversations, events, suggestions, training, access, exposure or grades',
  usage: `pilotage import <file.csv or .ndjson, plain or .gz> --mapping <file.yaml>

  --mapping <file.yaml>   which fields of a row say what; docs/imports.md describes it
  --dry-run               write nothing: show the first problems with their lines, and what would be written
  --create-teams          make teams that the file names and nobody made yet
  --rejects <file>        write the rows that could not be used to this file, each with its line and reason
  --restart               read a file once more that was imported already; facts that are known change nothing
  --url, --key            another server than the one on this machine

An import that was stopped or died goes on where it was: run the same command again.`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      ...connection,
      mapping: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'create-teams': { type: 'boolean' },
      rejects: { type: 'string' },
      restart: { type: 'boolean' },
    })
    const [path] = positionals
    if (!path || positionals.length > 1 || !values.mapping) throw new UsageError(this.usage)
    await access(path)
    const text = await readFile(values.mapping, 'utf8')
    const { mapping, faults } = readMapping(text)
    if (!mapping) {
      for (const fault of faults) complain(mappingFaultInWords(values.mapping, fault))
      return 1
    }
    const { call } = await connect(values)
    const asked: Asked = {
      call,
      path,
      mapping,
      apply: applierOf(mapping),
      mappingDigest: createHash('sha256').update(text).digest('hex'),
      isCreating: values['create-teams'] === true,
      rejects: values.rejects,
      restart: values.restart === true,
    }
    return values['dry-run'] ? tryOut(asked) : importFile(asked)
  },
}

type Asked = {
  call: Call
  path: string
  mapping: MappingForm
  apply: Apply
  mappingDigest: string
  isCreating: boolean
  rejects: string | undefined
  restart: boolean
}

async function tryOut({ call, path, mapping, apply, isCreating }: Asked): Promise<number> {
  const file = await openRows(path, mapping)
  const teams = teamsFor(await knownTeams(call), mapping, isCreating)
  const found = await dryRun({ file, apply, teams, now: new Date() })
  showDryRun(found, isCreating)
  return found.rejected > 0 ? 1 : 0
}

function showDryRun(found: DryRun, isCreating: boolean): void {
  for (const [name, sample] of Object.entries(found.samples)) say(`first of ${name}: ${JSON.stringify(sample)}`)
  for (const { line, reason } of found.problems) complain(`line ${line}: ${reason}`)
  if (found.rejected > found.problems.length) complain(`and ${many(found.rejected - found.problems.length)} more.`)
  const facts = Object.entries(found.facts).map(([name, count]) => `${many(count)} ${name}`)
  const { read, wouldBeWritten, rejected, leftOut } = found
  say(`${many(read)} rows read: ${many(wouldBeWritten)} can be written, ${many(rejected)} cannot, ${many(leftOut)} are left out.`)
  say(`They hold ${facts.join(', ') || 'no facts'}.`)
  const teams = found.missingTeams
  if (teams.length > 0)
    say(`${many(teams.length)} teams ${isCreating ? 'would be made' : 'are not there; --create-teams makes them'}: ${shortList(teams)}`)
  say('Nothing was written.')
}

const shortList = (names: readonly string[]) => `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`

async function importFile(asked: Asked): Promise<number> {
  const { call, path, mapping, apply, mappingDigest, restart } = asked
  const begun = await call(imports.beginImport, {
    name: basename(path).replace(/\p{C}/gu, ' ').slice(0, 200),
    title: mapping.title,
    fileDigest: await digestOf(path),
    mappingDigest,
    restart,
  })
  if (begun.state === 'finished') {
    say(`This file was imported with this mapping on ${begun.finishedAt?.slice(0, 10)}; nothing to do. --restart reads it once more.`)
    return finish(asked, begun)
  }
  if (begun.read > 0) say(`Going on after ${many(begun.read)} rows.`)
  const teams = teamsFor(await knownTeams(call), mapping, asked.isCreating)
  const open = () => openRows(path, mapping)
  const progress = progressShow(process.stderr, begun)
  const from = performance.now()
  const run = await untilStopped((signal) =>
    sendRows({ call, run: begun, open, apply, teams, batchRows, signal, onProgress: progress.show }),
  ).finally(progress.end)
  const seconds = (performance.now() - from) / 1000
  say(`${many(run.read - begun.read)} rows in ${seconds.toFixed(1)} s, ${many(Math.round((run.read - begun.read) / seconds))} a second.`)
  return finish(asked, run)
}

async function finish({ call, path, mapping, rejects }: Asked, run: Run): Promise<number> {
  const { read, written, unchanged, rejected, leftOut } = run
  say(
    `${many(read)} rows read: ${many(written)} written, ${many(unchanged)} known already, ${many(rejected)} rejected, ${many(leftOut)} left out.`,
  )
  if (run.state === 'running') {
    say('Stopped before the end. Run the same command again to go on.')
    return 130
  }
  if (rejected === 0) return 0
  const reasons = await reasonsOf(call, run.id)
  for (const [line, reason] of [...reasons].slice(0, 10)) complain(`line ${line}: ${reason}`)
  if (rejects === undefined) complain('Run it again with --rejects <file> for all of them.')
  else {
    await writeRejects(rejects, reasons, await openRows(path, mapping))
    say(`${many(reasons.size)} rows are in ${rejects}, each with its line and reason.`)
  }
  return 1
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** The first Ctrl-C lets the batch in flight end; the second ends the process. */
async function untilStopped<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    return await act(stop.signal)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
