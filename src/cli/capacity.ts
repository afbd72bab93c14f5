import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { linesOf } from '#replay/index.ts'
import type { Call } from '#sdk/call.ts'
import { createProfile, getRun, Question, startRun } from '#slices/capacity/contract.ts'
import { type LogTally, readMapping, tallyLog } from '#slices/queueing/offline.ts'
import { type Run, report } from './capacity-report.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'

export const capacityCommand: Command = {
  summary: 'Import arrivals from a log, and ask how many people the queue needs',
  usage: `pilotage capacity import <log.ndjson or .ndjson.gz> --mapping <file.yaml> --team <team>
pilotage capacity ask --team <team> [--profile <id>] [--minutes <n>] [--rate <share>] [--volume <n>] [--people <n>] [--open-hours] [--days <n>] [--seed <n>]

  --mapping <file.yaml>   which fields of the log say what; docs/capacity.md describes it
  --profile <id>          arrivals that were imported; left out: those that were observed in the team
  --minutes <n>           minutes of a person for one review; left out: as observed
  --rate <share>          share of the volume that becomes an exception, like 0.05; left out: as observed
  --volume <n>            what the AI agents handle on a working day; left out: as observed or imported
  --people <n>            people planned from 09:00 to 17:00, Monday to Friday; left out: what the Erlang check proposes
  --open-hours            waiting counts while somebody is planned; left out: around the clock
  --days <n>              days to simulate (2000)
  --seed <n>              the same chance as in an earlier simulation; left out: a new one
  --url, --key            another server than the one on this machine`,
  async run(args) {
    const [act, ...rest] = args
    if (act === 'import') return importLog(rest)
    if (act === 'ask') return ask(rest)
    throw new UsageError(this.usage)
  },
}

async function importLog(args: string[]): Promise<number> {
  const options = { ...connection, mapping: { type: 'string' }, team: { type: 'string' } } as const
  const { values, positionals } = readArgs(args, options)
  const [file] = positionals
  if (!file || !values.mapping || !values.team) throw new UsageError(capacityCommand.usage)
  const mapping = readMapping(await readFile(values.mapping, 'utf8'))
  const tally = tallyLog(mapping)
  const broken = await readInto(tally, file)
  const { call } = await connect(values)
  const profile = await call(createProfile, { team: values.team, ...tally.profile() })
  const { rows, tickets, outside, unreadable } = tally.seen()
  const many = (n: number) => n.toLocaleString('en-US')
  say(
    `${many(rows)} rows, ${many(tickets)} tickets; ${many(outside)} arrived outside of ${mapping.from} to ${mapping.until} and are left out.`,
  )
  if (unreadable + broken > 0) complain(`${many(unreadable + broken)} could not be read and are left out.`)
  say(`${many(Math.round(profile.perWorkingDay))} on a working day, over ${profile.loggedDays} logged days.`)
  if (profile.handling?.kind === 'elapsed')
    say('The log holds time to resolve, which is no handling time: give one with the question, or time thirty reviews.')
  say(`Imported as profile ${profile.id}.`)
  return 0
}

/** Adds every row of a log, one JSON object a line; answers how many lines were none. */
async function readInto(tally: LogTally, file: string): Promise<number> {
  let broken = 0
  for await (const line of linesOf(file)) {
    const row = line.trim() === '' ? undefined : parsed(line)
    if (row === null) broken++
    else if (row) tally.add(row)
  }
  return broken
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function ask(args: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const named = {
    team: text,
    profile: text,
    minutes: text,
    rate: text,
    volume: text,
    people: text,
    days: text,
    seed: text,
    'open-hours': { type: 'boolean' },
  } as const
  const { values } = readArgs(args, { ...connection, ...named })
  if (!values.team) throw new UsageError(capacityCommand.usage)
  const { call, url } = await connect(values)
  const begun = await call(startRun, questionOf(values as Asked))
  const run = await untilEnded(call, begun)
  report(run)
  say(`Look at it: ${url}/capacity?team=${values.team}`)
  return run.state === 'done' ? 0 : 1
}

type Asked = Partial<Record<'team' | 'profile' | 'minutes' | 'rate' | 'volume' | 'people' | 'days' | 'seed', string>> & {
  'open-hours'?: boolean
}

function questionOf(values: Asked) {
  const number = (value: string | undefined) => (value === undefined ? null : Number(value))
  const people = number(values.people)
  const asked = Question.safeParse({
    team: values.team,
    profile: values.profile ?? null,
    handleMinutes: number(values.minutes),
    exceptionRate: number(values.rate),
    volumePerDay: number(values.volume),
    shifts: people === null ? null : [{ days: [0, 1, 2, 3, 4], fromHalfHour: 18, toHalfHour: 34, people }],
    play: { days: number(values.days) ?? 2000, waitCounts: values['open-hours'] ? 'open_hours' : 'always', seed: number(values.seed) },
  })
  if (asked.success) return asked.data
  throw new UsageError(asked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
}

const isGoing = ({ state }: Run) => state === 'waiting' || state === 'running'

async function untilEnded(call: Call, begun: Run): Promise<Run> {
  let run = begun
  while (isGoing(run)) {
    await sleep(300)
    run = await call(getRun, { run: run.id })
    if (process.stderr.isTTY) process.stderr.write(`\r${run.progress.step}: ${run.progress.done} of ${run.progress.total} days  `)
  }
  if (process.stderr.isTTY) process.stderr.write('\n')
  return run
}
