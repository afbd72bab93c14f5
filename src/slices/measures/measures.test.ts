import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish, refusal, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { addTally, bucketOf, type Count, catalogue, dayOf, negativeOf, sumTallies, type Tally } from './index.ts'
import { slotOf } from './slots.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const count = (more: Partial<Count>): Count => ({
  teamId: 'billing',
  measureId: 'reopened',
  day: '2026-11-02',
  aiAgentId: '',
  kind: 'refund',
  version: 1,
  n: 100,
  x: 10,
  total: 0n,
  squares: 0n,
  ...more,
})

const add = (tally: Partial<Tally>) => {
  const all = sumTallies([{ counts: [], spreads: [], hours: [], ...tally }])
  return here.running.db.tx((tx) => addTally(tx, all, here.clock.now()))
}

const window = { from: '2026-11-01', to: '2026-11-10' }

describe('a figure', () => {
  test('comes with its interval and its sample, and tells too few from none', async () => {
    await add({ counts: [count({}), count({ teamId: 'returns', n: 7, x: 1 }), count({ teamId: 'orders', n: 20, x: 2 })] })
    const { rows } = await here.call(contract.getFigures, { ...window, measures: 'reopened', by: 'team' })
    const of = (team: string) => rows.find((row) => row.team === team)
    expect(of('billing')).toMatchObject({ value: 0.1, n: 100, x: 10, status: 'ok', version: 1 })
    expect(of('billing')?.low).toBeCloseTo(0.0552, 3)
    expect(of('returns')).toMatchObject({ value: null, low: null, n: 7, status: 'too_few' })
    expect(of('orders')).toMatchObject({ value: null, status: 'few', n: 20 })
    expect(of('orders')?.low).toBeGreaterThan(0)
  })

  test('of a median is within one percent of the value that it stands for', async () => {
    const values = Array.from({ length: 401 }, (_, at) => 60 + at * 37)
    const spreads = values.map((value) => ({ ...count({ measureId: 'resolve_time_median' }), bucket: bucketOf(value), n: 1 }))
    await add({ counts: [count({ measureId: 'resolve_time_median', n: values.length, x: 0 })], spreads })
    const { rows } = await here.call(contract.getFigures, { ...window, measures: 'resolve_time_median' })
    const middle = values[200] as number
    expect(Math.abs((rows[0]?.value ?? 0) / middle - 1)).toBeLessThan(0.01)
    expect(rows[0]?.low).toBeLessThan(middle)
    expect(rows[0]?.high).toBeGreaterThan(middle)
  })

  test('about teammates is not given here', async () => {
    await expect(here.call(contract.getFigures, { ...window, measures: 'accepted', by: 'team' })).rejects.toMatchObject({
      problem: { code: 'not_allowed' },
    })
  })

  test('that is too young to know leaves its newest days out and says so', async () => {
    const young = dayOf(here.clock.now())
    await add({ counts: [count({ measureId: 'contained_low', day: young })] })
    const asked = { measures: 'contained_low', from: '2026-11-01', to: young }
    const { rows, immature } = await here.call(contract.getFigures, asked)
    expect(rows).toEqual([])
    expect(immature).toEqual([{ measure: 'contained_low', until: '2026-11-12' }])
    here.clock.add(4 * 86_400_000)
    expect((await here.call(contract.getFigures, asked)).rows[0]?.n).toBe(100)
  })
})

describe('what is counted', () => {
  test('can be taken away again, and what changes about an old day is noted as restated', async () => {
    const day = count({ measureId: 'sla_met', teamId: 'restated', n: 40, x: 30 })
    await add({ counts: [day] })
    expect((await here.call(contract.getFigures, { ...window, measures: 'sla_met', team: 'restated' })).restated).toEqual([])
    here.clock.add(86_400_000)
    const corrected = sumTallies([
      negativeOf({ counts: [day], spreads: [], hours: [] }),
      { counts: [{ ...day, x: 20 }], spreads: [], hours: [] },
    ])
    await add(corrected)
    const answer = await here.call(contract.getFigures, { ...window, measures: 'sla_met', team: 'restated' })
    expect(answer.rows[0]).toMatchObject({ n: 40, x: 20 })
    expect(answer.restated).toEqual([{ measure: 'sla_met', n: 0, x: -10, notedOn: dayOf(here.clock.now()) }])
    await add(negativeOf({ counts: [{ ...day, x: 20 }], spreads: [], hours: [] }))
    expect((await here.call(contract.getFigures, { ...window, measures: 'sla_met', team: 'restated' })).rows).toEqual([])
  })
})

test('every measure has its own slot among the counts of its facts, in the database as in the catalogue', async () => {
  const rows = await here.running.db.query<{ measure_id: string; facts: string; slot: number }>(
    'select measure_id, facts, slot from rollup_slot order by 1',
  )
  const slots = catalogue.map(({ id }) => ({ measure_id: id, ...slotOf(id) }))
  expect(rows).toEqual(slots.sort((one, other) => (one.measure_id < other.measure_id ? -1 : 1)))
})

describe('a definition', () => {
  test('that is changed counts from tomorrow on, and both versions stand where a window crosses', async () => {
    const made = await here.call(contract.changeMeasure, {
      measure: 'recontacted',
      settings: { recontactHours: 24 },
      reason: 'One day is what we promise',
    })
    expect(made).toMatchObject({ version: 2, versions: [{ version: 1 }, { version: 2, settings: { recontactHours: 24 } }] })
    await add({ counts: [count({ measureId: 'recontacted' }), count({ measureId: 'recontacted', day: '2026-11-05', version: 2 })] })
    const { rows } = await here.call(contract.getFigures, { ...window, measures: 'recontacted' })
    expect(rows.map(({ version }) => version)).toEqual([1, 2])
  })

  test('takes no setting that it does not have, nor a value that makes no sense', async () => {
    const change = (settings: Record<string, number>) =>
      here.call(contract.changeMeasure, { measure: 'recontacted', settings, reason: 'x' })
    await expect(change({ hours: 3 })).rejects.toMatchObject({ problem: { code: 'invalid' } })
    await expect(change({ recontactHours: 0 })).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })
})

describe('the owner of a measure', () => {
  const named = { measure: 'run_cost', owner: 'Finance', reason: 'They pay for it.' }

  test('is the centre of excellence until somebody else is named, with one entry in the audit log', async () => {
    expect((await here.call(contract.getMeasure, { measure: 'run_cost' })).owner).toBe('Centre of excellence')
    const before = await here.count('audit_entry')
    expect(await here.call(contract.setMeasureOwner, named)).toMatchObject({ id: 'run_cost', owner: 'Finance', version: 1 })
    expect(await here.count('audit_entry')).toBe(before + 1)
    const { items } = await here.call(contract.listMeasures, {})
    expect(items.filter(({ owner }) => owner === 'Finance').map(({ id }) => id)).toEqual(['run_cost'])
  })

  test('is refused where nothing changes, and to whoever may not say what figures mean', async () => {
    const before = await here.count('audit_entry')
    expect(await refusal(here.call(contract.setMeasureOwner, named))).toMatchObject({ code: 'conflict' })
    const reader = await here.callWith(['measures:read'])
    expect((await refusal(reader(contract.setMeasureOwner, { ...named, owner: 'Sales' }))).status).toBe(403)
    expect((await here.call(contract.getMeasure, { measure: 'run_cost' })).owner).toBe('Finance')
    // Making the reader's key is the one entry since.
    expect(await here.count('audit_entry')).toBe(before + 1)
  })
})
