import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { capacityCommand } from '#cli/capacity.ts'
import { linesOf } from '#replay/index.ts'
import * as capacity from '#slices/capacity/contract.ts'
import { type LogMapping, readMapping, tallyLog } from '#slices/queueing/offline.ts'
import { furnish, type World, world } from '../world.ts'

const folder = join(import.meta.dirname, '../../samples/capacity')
const openings = join(folder, 'itsm-openings.ndjson.gz')
const mappingFile = join(folder, 'itsm-incidents.yaml')
const mapping = readMapping(readFileSync(mappingFile, 'utf8'))
/** All events of the same incidents, where their path is given. */
const events = process.env.PILOTAGE_INCIDENTS ?? ''

async function tallied(file: string, by: LogMapping = mapping) {
  const tally = tallyLog(by)
  for await (const line of linesOf(file)) tally.add(JSON.parse(line))
  return tally
}

const published: { tickets: number; byHour: number[] } = JSON.parse(readFileSync(join(import.meta.dirname, 'opened-by-hour.json'), 'utf8'))

describe('the log of a real service desk', () => {
  test('is counted into the hours of the day as it was counted apart from this code, no ticket twice', async () => {
    const whole = await tallied(openings, { ...mapping, until: '2017-02-16' })
    expect(whole.seen()).toMatchObject({ tickets: published.tickets, outside: 0, unreadable: 0 })
    const byHour = published.byHour.map((_, hour) =>
      whole.profile().days.reduce((sum, { counts }) => sum + (counts[hour * 2] ?? 0) + (counts[hour * 2 + 1] ?? 0), 0),
    )
    expect(byHour).toEqual(published.byHour)
  })

  test('leaves out the thin end that the mapping names, and says how many', async () => {
    const { tickets, outside } = (await tallied(openings)).seen()
    expect([tickets, outside]).toEqual([published.tickets, 159])
  })

  test.runIf(existsSync(events))('gives the same profile with all of its events', { timeout: 120_000 }, async () => {
    const [one, other] = [await tallied(openings), await tallied(events)]
    expect(other.profile()).toEqual(one.profile())
    expect(other.seen().rows).toBe(84_380)
  })

  test('says time to resolve is no handling time', async () => {
    expect((await tallied(openings)).profile().handling).toMatchObject({ kind: 'elapsed' })
  })
})

describe('from the command line', () => {
  let here: World
  let at: string[]
  beforeAll(async () => {
    here = await world()
    await furnish(here)
    const url = await here.running.app.fastify.listen({ port: 0, host: '127.0.0.1' })
    at = ['--team', 'billing', '--url', url, '--key', here.running.operatorKey]
  })
  afterAll(() => here?.end())

  async function said(...args: string[]): Promise<string> {
    const lines: string[] = []
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
    try {
      expect(await capacityCommand.run([...args, ...at])).toBe(0)
    } finally {
      spy.mockRestore()
    }
    return lines.join('')
  }

  test('it is imported, asked about, and told in plain words where the queue breaks; the simulation at that volume agrees', {
    timeout: 180_000,
  }, async () => {
    const imported = await said('import', openings, '--mapping', mappingFile)
    expect(imported).toContain('14,849 rows, 14,849 tickets; 159 arrived outside of 2016-02-29 to 2016-05-31 and are left out.')
    expect(imported).toContain('208 on a working day, over 93 logged days.')
    const profile = /profile (\S+)\./.exec(imported)?.[1] ?? ''
    const question = ['--profile', profile, '--minutes', '12', '--rate', '0.2', '--people', '3', '--days', '400']
    const answer = await said('ask', ...question)
    expect(answer).toMatch(/^At [\d,]+ \([\d,]+ to [\d,]+\) cases a day, [\d.]+ times this volume, the queue no longer empties overnight\./)
    expect(answer).toContain('arrive while nobody is planned and wait for the next opening')
    expect(answer).toContain('The log holds time to resolve, which is waiting and no work.')
    expect(answer).toContain('Whole days of the log were drawn, 93 of them')
    const { items } = await here.call(capacity.listRuns, { limit: 1 })
    const run = await here.call(capacity.getRun, { run: items[0]?.id ?? '' })
    const { low, high } = run.answer?.breaking?.played?.neverEmptyShare ?? { low: 1, high: 0 }
    expect([low <= 0.5, high >= 0.5]).toEqual([true, true])
  })
})
