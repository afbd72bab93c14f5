import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getSample, loadSample } from '#server/contract.ts'
import { breakingSentence } from '#slices/capacity/console/sentences.ts'
import * as capacity from '#slices/capacity/contract.ts'
import { countExceptions } from '#slices/exceptions/contract.ts'
import { type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await here.call(loadSample, {})
  await until(async () => (await here.call(getSample, {})).state === 'loaded')
}, 180_000)
afterAll(() => here?.end())

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100))
}

async function ended(run: string) {
  await until(async () => !['waiting', 'running'].includes((await here.call(capacity.getRun, { run })).state))
  return await here.call(capacity.getRun, { run })
}

describe('the sample organisation', () => {
  test('is told at what volume its queues break, and the simulation at that volume agrees', { timeout: 180_000 }, async () => {
    const { items } = await here.call(capacity.listRuns, { limit: 10 })
    expect(items.map(({ team }) => team).sort()).toEqual(['airline-support', 'retail-support', 'telecom-support'])
    for (const { id } of items) {
      const { answer, state } = await ended(id)
      expect(state).toBe('done')
      const at = answer?.breaking?.at
      if (!at) throw new Error('It does not say where the queue breaks.')
      const sentence = breakingSentence(answer?.breaking ?? null)
      expect(sentence).toMatch(/^The queue stops emptying overnight at about [\d,]+ cases a day/)
      expect(sentence).toContain(Math.round(at.volumePerDay.value).toLocaleString('en-US'))
      const { low, high } = answer?.breaking?.played?.neverEmptyShare ?? { low: 1, high: 0 }
      expect([low <= 0.5, high >= 0.5]).toEqual([true, true])
    }
  })

  test('gets the same from simulations of a little less and a little more with other chance', { timeout: 180_000 }, async () => {
    const { items } = await here.call(capacity.listRuns, { team: 'telecom-support', limit: 1 })
    const { answer, question } = await ended(items[0]?.id ?? '')
    const { low, high } = answer?.breaking?.at?.volumePerDay ?? { low: 0, high: 0 }
    const { shifts } = answer?.quick.settled ?? { shifts: null }
    const other = { ...question, shifts, multiples: [1], play: { ...question.play, days: 200, seed: 11 }, name: null }
    const brokenAt = async (volumePerDay: number) => {
      const { id } = await here.call(capacity.startRun, { ...other, volumePerDay })
      return (await ended(id)).answer?.base?.broken
    }
    expect(await brokenAt(low * 0.95)).not.toContain('never_empty')
    expect(await brokenAt(high * 1.05)).toContain('never_empty')
  })

  test('is asked about as many exceptions as are in its queue', async () => {
    await here.running.tail.runOnce()
    const { items } = await here.call(capacity.listRuns, { limit: 10 })
    for (const { id, team } of items.filter(({ name }) => name !== null)) {
      const { question } = await here.call(capacity.getRun, { run: id })
      const { open } = await here.call(countExceptions, { team })
      expect((question.volumePerDay ?? 0) * (question.exceptionRate ?? 0)).toBeCloseTo(open)
    }
  })
})
