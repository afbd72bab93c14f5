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
  test('is told at what volume its queues break, and simulations of more and less than that agree', { timeout: 180_000 }, async () => {
    const { items } = await here.call(capacity.listRuns, { limit: 10 })
    expect(items.map(({ team }) => team).sort()).toEqual(['airline-support', 'retail-support', 'telecom-support'])
    for (const { id } of items) {
      const { answer, question, state } = await ended(id)
      expect(state).toBe('done')
      const at = answer?.breaking?.at
      if (!at) throw new Error('It does not say where the queue breaks.')
      const sentence = breakingSentence(answer?.breaking ?? null)
      expect(sentence).toMatch(/^The queue stops emptying overnight at about [\d,]+ cases a day/)
      expect(sentence).toContain(Math.round(at.volumePerDay.value).toLocaleString('en-US'))
      const { settled } = answer.quick
      // Another seed, so that it does not agree with itself only.
      const nearby = { ...question, shifts: settled.shifts, multiples: [1], play: { ...question.play, days: 200, seed: 11 }, name: null }
      const brokenAt = async (volumePerDay: number) =>
        (await ended((await here.call(capacity.startRun, { ...nearby, volumePerDay })).id)).answer?.base?.broken
      expect(await brokenAt(at.volumePerDay.low * 0.95)).not.toContain('never_empty')
      expect(await brokenAt(at.volumePerDay.high * 1.05)).toContain('never_empty')
    }
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
