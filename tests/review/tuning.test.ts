import { afterAll, beforeAll, expect, test } from 'vitest'
import * as policy from '#slices/policy/contract.ts'
import { furnish, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

test('values that are taken away while they are changed stay as the change left them', async () => {
  const place = { team: 'billing', id: 'refund' }
  const tune = { ...place, rules: [], reason: 'a test' }
  for (let round = 0; round < 8; round++) {
    const first = await here.call(policy.tune, { ...tune, values: { alone_max: 50 } })
    const both = await Promise.allSettled([
      here.call(policy.tune, { ...tune, values: { alone_max: 10 } }, { ifMatch: first.etag }),
      here.call(policy.untune, { ...place, reason: 'a test' }, { ifMatch: first.etag }),
    ])
    const left = (await here.call(policy.listTunings, { id: 'refund', limit: 50 })).items
    if (both[0].status === 'fulfilled') {
      expect(both[1].status).toBe('rejected')
      expect(left.map((one) => one.values)).toEqual([{ alone_max: 10 }])
    } else expect(left).toEqual([])
    for (const { etag } of left) await here.call(policy.untune, { ...place, reason: 'the next round' }, { ifMatch: etag })
  }
})
