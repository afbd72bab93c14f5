import { setTimeout as sleep } from 'node:timers/promises'
import { serverPid } from '../embedded-child.ts'
import { type Callers, type Seen, startCallers } from './callers.ts'
import { moveIn, processesOf, type RealHouse, realHouse } from './real-house.ts'
import { type Exported, exportAndVerify, type Records, readRecords, reckon, untilInTree } from './reckoning.ts'

export type Plan = { serverKills: number; databaseKills: number; callers: number; pauseMaxMs: number; chance(): number }

export type Outcome = {
  seen: Seen
  records: Records
  exported: Exported
  /** What is not as it must be; empty when all is well. */
  wrong: string[]
  /** Milliseconds from the start of the command to its answer at the door, for each start that was let finish. */
  startsMs: number[]
  /** Milliseconds from the kill of the database to the next answer from the new one. */
  databaseBackMs: number[]
  killedWhileStarting: number
  intoTreeMs: number
  lastedSeconds: number
  stopCode: number | null
  left: number[]
}

/** Runs the real command under load, kills it and its database at random moments, and reckons up what is on record afterwards. */
/** Answers between two blows at least, and after the last, however slow the machine is. */
const answersBetween = 20
const answersAfter = 100
/** How many of the blows on the server come without waiting for its start. */
const hastyShare = 0.2

export async function ordeal(dataDir: string, plan: Plan): Promise<Outcome> {
  const begunMs = performance.now()
  const house = await realHouse(dataDir)
  try {
    const outcome = await suffer(house, plan)
    return { ...outcome, lastedSeconds: (performance.now() - begunMs) / 1000 }
  } catch (error) {
    const words = JSON.stringify(house.run()?.said).slice(-3000)
    await house.stop()
    throw new Error(`${(error as Error).message} The server's last words: ${words}`, { cause: error })
  }
}

async function suffer(house: RealHouse, plan: Plan): Promise<Omit<Outcome, 'lastedSeconds'>> {
  const firstMs = await house.start()
  const callers = startCallers({ url: house.url, ...(await moveIn(house)) }, plan.callers)
  const times = await strike(house, callers, plan)
  await callers.stop()
  const { seen } = callers
  const intoTreeMs = await untilInTree(house, seen.acknowledged.length)
  const exported = await exportAndVerify(house)
  const { code } = await house.stop()
  const left = processesOf(house.dataDir)
  const records = await readRecords(house.dataDir)
  const wrong = [...seen.faults, ...reckon(seen.acknowledged, records)]
  return { ...times, startsMs: [firstMs, ...times.startsMs], seen, records, exported, wrong, intoTreeMs, stopCode: code, left }
}

type Times = Pick<Outcome, 'startsMs' | 'databaseBackMs' | 'killedWhileStarting'>

/** One blow after another, the two kinds mixed; some fall on a server that is still starting. */
async function strike(house: RealHouse, callers: Callers, plan: Plan): Promise<Times> {
  const times: Times = { startsMs: [], databaseBackMs: [], killedWhileStarting: 0 }
  let isStarting = false
  let starting: Promise<void> = Promise.resolve()
  const start = () => {
    isStarting = true
    starting = house.start().then(
      (tookMs) => {
        isStarting = false
        times.startsMs.push(tookMs)
      },
      () => {},
    )
  }
  for (const kind of mixed(plan)) {
    if (kind === 'database' || plan.chance() > hastyShare) {
      await starting
      await untilAnswered(callers, answersBetween)
    }
    await sleep(plan.chance() * plan.pauseMaxMs)
    if (kind === 'server') {
      if (isStarting) times.killedWhileStarting += 1
      await house.killServer()
      start()
    } else {
      times.databaseBackMs.push(await killDatabase(house, callers))
    }
  }
  await starting
  await untilAnswered(callers, answersAfter)
  return times
}

function mixed(plan: Plan): ('server' | 'database')[] {
  const kinds = [...Array(plan.serverKills).fill('server'), ...Array(plan.databaseKills).fill('database')]
  const drawn = kinds.map((kind) => ({ kind, at: plan.chance() }))
  return drawn.sort((a, b) => a.at - b.at).map(({ kind }) => kind)
}

const patienceMs = 60_000

async function killDatabase(house: RealHouse, callers: Callers): Promise<number> {
  const before = serverPid(house.dataDir)
  if (!house.killDatabase()) throw new Error('There was no database to kill.')
  const killedMs = performance.now()
  while (serverPid(house.dataDir) === before || serverPid(house.dataDir) === undefined) {
    if (performance.now() - killedMs > patienceMs) throw new Error('The database was not started again.')
    await sleep(5)
  }
  await untilAnswered(callers)
  return performance.now() - killedMs
}

/** Waits for so many answers that come after this moment. */
async function untilAnswered({ seen }: Callers, count = 1): Promise<void> {
  const fromMs = performance.now()
  const wanted = seen.acknowledged.length + count
  while (seen.acknowledged.length < wanted) {
    if (performance.now() - fromMs > patienceMs) throw new Error(`Not even ${count} answers in ${patienceMs / 1000} s.`)
    await sleep(5)
  }
}

/** The outcome in words, for whoever runs this by hand. */
export function tell(outcome: Outcome): string {
  const { seen, records, exported } = outcome
  const ms = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    const at = (share: number) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`
    return `median ${at(0.5)}, longest ${at(1)}, of ${values.length}`
  }
  return [
    `${seen.acknowledged.length} decisions acknowledged and ${records.decisions.length} on record in ${outcome.lastedSeconds.toFixed(0)} s`,
    `${seen.retried} calls asked again (${seen.cutOff} tries cut off, ${seen.refusedForNow} told to come again), ${seen.repeated} answered ones repeated`,
    `start to answer: ${ms(outcome.startsMs)}; ${outcome.killedWhileStarting} killed while starting`,
    `database killed to next answer: ${ms(outcome.databaseBackMs)}`,
    `longest time without any answer: ${Math.round(seen.longestGapMs)} ms`,
    `last decision in the tree after ${Math.round(outcome.intoTreeMs)} ms, ${exported.entries} entries exported`,
    exported.verdict.trim(),
    outcome.wrong.length === 0
      ? 'Nothing is missing, doubled or different.'
      : `${outcome.wrong.length} WRONG: ${outcome.wrong.slice(0, 20).join('; ')}`,
  ].join('\n')
}
