import { setTimeout as sleep } from 'node:timers/promises'
import type { OutputOf } from '#kernel/contract.ts'
import type { Call } from '#sdk/call.ts'
import { beginRebuild, cancelRebuild, newestRebuild } from '#slices/measures/contract.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'

type Rebuild = OutputOf<typeof beginRebuild>

export const rebuildCommand: Command = {
  summary: 'Prove all counts that pages read against their facts, and put right what differs',
  usage: `pilotage rebuild            begin, show how far it is, and say what differed
pilotage rebuild status     how far the newest one is, and when all counts were last proven
pilotage rebuild cancel     end the one that goes on

It runs in the server, beside decisions and everything else; Ctrl-C ends only the show. A server that ends in its middle interrupts it:
run it again.

  --url, --key   another server than the one on this machine`,
  async run(args) {
    const { values, positionals } = readArgs(args, connection)
    const [act = 'begin', ...more] = positionals
    const run = acts[act]
    if (!run || more.length > 0) throw new UsageError(this.usage)
    const { call } = await connect(values)
    return run(call)
  },
}

const acts: Record<string, (call: Call) => Promise<number>> = {
  async begin(call) {
    const begun = await call(beginRebuild, {})
    return report(await untilOver(call, begun))
  },
  async status(call) {
    const { rebuild, proven } = await call(newestRebuild, {})
    if (rebuild) say(inWords(rebuild))
    say(proven ? `All counts were last proven on ${proven.at}: ${differedInWords(proven.differed)}.` : 'The counts were never proven.')
    return 0
  },
  async cancel(call) {
    const { rebuild } = await call(newestRebuild, {})
    if (rebuild?.state !== 'running') {
      say('No rebuild goes on.')
      return 1
    }
    say(inWords(await call(cancelRebuild, { rebuild: rebuild.id })))
    return 0
  },
}

const many = (count: number) => Math.round(count).toLocaleString('en-US')

/** A newer one stands for it when somebody began that meanwhile. */
async function untilOver(call: Call, begun: Rebuild): Promise<Rebuild> {
  let seen = begun
  while (seen.state === 'running') {
    await sleep(500)
    seen = (await call(newestRebuild, {})).rebuild ?? seen
    if (process.stderr.isTTY) process.stderr.write(`\r${inWords(seen)}\u001b[K`)
  }
  if (process.stderr.isTTY) process.stderr.write('\n')
  return seen
}

const states = {
  running: 'going on',
  done: 'done',
  cancelled: 'cancelled',
  interrupted: 'interrupted: its server ended before it did. Begin it again',
  failed: 'failed',
}

function inWords({ state, share, factsRead, factsPerSecond, secondsLeft }: Rebuild): string {
  const part = share === null ? '' : `${Math.floor(share * 100)} %, `
  const left = secondsLeft === null ? '' : `, ${many(secondsLeft)} s left`
  return `Rebuild ${states[state]}: ${part}${many(factsRead)} facts read, ${many(factsPerSecond)} a second${left}.`
}

const differedInWords = (differed: number) =>
  differed === 0
    ? 'nothing differed'
    : `${many(differed)} ${differed === 1 ? 'count' : 'counts'} differed and ${differed === 1 ? 'was' : 'were'} put right`

const shownMax = 40

function report(rebuild: Rebuild): number {
  say(inWords(rebuild))
  if (rebuild.problem) complain(rebuild.problem)
  const words = differedInWords(rebuild.differed)
  say(`${words[0]?.toUpperCase()}${words.slice(1)}.`)
  for (const { team, counts, places } of rebuild.differences.slice(0, shownMax)) say(`  ${team}, ${counts}: ${many(places)}`)
  if (rebuild.differences.length > shownMax) say(`  and ${many(rebuild.differences.length - shownMax)} more`)
  return rebuild.state === 'done' ? 0 : 1
}
