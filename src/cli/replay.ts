import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import {
  countRows,
  openStateFile,
  parseTools,
  progressShow,
  type Replayed,
  readRuns,
  replay,
  sampleRuns,
  sampleTools,
  serverDoor,
  shippedStandards,
  tableOf,
  tallyOf,
} from '#replay/index.ts'
import type { Call } from '#sdk/call.ts'
import { getSetup } from '#slices/identity/contract.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'

const packageRoot = join(import.meta.dirname, '..', '..')
const concurrencyMax = 100

export const replayCommand: Command = {
  summary: 'Play recorded runs of AI agents through the running server, as if they were live',
  usage: `pilotage replay <runs.ndjson or .ndjson.gz>
pilotage replay --sample                the public runs that ship with Pilotage

  --tools <tools.json>    which tools look and which change something; left out: tools.json beside the file
  --owner <e-mail>        who answers for AI agents that are registered; left out: the first administrator
  --concurrency <n>       runs at the same time, 1 to ${concurrencyMax} (16)
  --url, --key            another server than the one on this machine

Teams, AI agents, deployments and standards are set up where they are missing; what is there is left alone. Stop it with
Ctrl-C and run it again: it goes on where it was, without a duplicate.`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      ...connection,
      sample: { type: 'boolean' },
      tools: { type: 'string' },
      owner: { type: 'string' },
      concurrency: { type: 'string', default: '16' },
    })
    const file = values.sample ? sampleRuns(packageRoot) : positionals[0]
    if (file === undefined || positionals.length > 1) throw new UsageError(this.usage)
    const concurrency = Number(values.concurrency)
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > concurrencyMax)
      throw new UsageError(`--concurrency is a whole number from 1 to ${concurrencyMax}.`)
    const tools = values.sample ? sampleTools(packageRoot) : await toolsFor(file, values.tools)
    const { call, url } = await connect(values)
    await requireSomebody(call)
    const progress = progressShow(process.stderr, await countRows(file))
    const state = await openStateFile(...(await statePlace(file, url)))
    const replayed = await untilStopped((signal) =>
      replay({
        source: readRuns(file),
        door: serverDoor(call, { owner: values.owner, reason: 'Comes with Pilotage, for the public runs.' }),
        tools,
        standardsFor,
        concurrency,
        signal,
        state,
        onProgress: progress.show,
      }),
    ).finally(progress.end)
    return report(replayed, url)
  },
}

/** AI agents go live only when somebody answers for them, and in a new installation there is nobody yet. */
async function requireSomebody(call: Call): Promise<void> {
  if ((await call(getSetup, {})).isComplete) return
  throw new UsageError('Nobody can answer for AI agents yet. Open the set-up link that the server printed, then replay.')
}

/** Standards that ship for a domain; a domain of somebody else's runs has none, and its decisions come out uncovered. */
function standardsFor(domain: string) {
  return ['airline', 'retail', 'telecom'].includes(domain) ? shippedStandards(packageRoot, [domain]) : []
}

async function toolsFor(file: string, named: string | undefined) {
  const beside = join(dirname(file), 'tools.json')
  if (named !== undefined) return parseTools(await readFile(named, 'utf8'))
  const isBeside = await access(beside).then(
    () => true,
    () => false,
  )
  return isBeside ? parseTools(await readFile(beside, 'utf8')) : sampleTools(packageRoot)
}

/** In the data directory, because the folder of the runs may be read-only. The content counts, not its name. */
async function statePlace(file: string, url: string): Promise<[path: string, belongsTo: string]> {
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  const belongsTo = `${url} ${digest}`
  const name = createHash('sha256').update(belongsTo).digest('hex').slice(0, 16)
  return [resolve(readConfig().dataDir, 'replays', `${name}.txt`), belongsTo]
}

/** The first Ctrl-C lets the calls in flight end; the second ends the process. */
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

const skippedShown = 20

function report(replayed: Replayed, url: string): number {
  say(`\n${tableOf(tallyOf(replayed.runs))}\n`)
  if (replayed.repeated > 0)
    say(`${replayed.repeated.toLocaleString('en-US')} decisions were on record already and were answered again, not recorded twice.`)
  for (const [who, phase] of replayed.notLive)
    say(`${who} is in phase ${phase}, so what is in force is stricter than the standards. Live needs an accountable owner (--owner).`)
  for (const { where, why } of replayed.skipped.slice(0, skippedShown)) complain(`left out: ${where}: ${why}`)
  if (replayed.skipped.length > 0) complain(`${replayed.skipped.length} left out in all.`)
  if (replayed.isStopped) {
    say('Stopped before the end. Run the same command again to go on.')
    return 130
  }
  say(`Look at it: ${url}`)
  return replayed.skipped.length > 0 ? 1 : 0
}
