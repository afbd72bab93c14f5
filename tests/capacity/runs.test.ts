import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '#sdk/call.ts'
import * as capacity from '#slices/capacity/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { furnish, refusal, type World, world } from '../world.ts'

let here: World
let call: Call
beforeAll(async () => {
  here = await world()
  call = here.call
  await furnish(here)
})
afterAll(() => here?.end())

/** A pilot that goes to 1,000 tickets a day at 5 %: fifty reviews of six minutes. */
const pilot = capacity.Question.parse({ team: 'billing', volumePerDay: 1000, exceptionRate: 0.05, handleMinutes: 6, multiples: [1, 3] })
const played = (more: Partial<typeof pilot.play>) => ({ ...pilot, play: { ...pilot.play, ...more } })
const quickly = played({ days: 200, seed: 7 })

async function ended(run: string) {
  for (;;) {
    const now = await call(capacity.getRun, { run })
    if (!['waiting', 'running'].includes(now.state)) return now
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const auditEntries = async (action: string) =>
  (await here.running.db.query("select a.id from audit_entry a where a.entry::json ->> 'action' = $1", [action])).length

describe('a simulation', () => {
  test('gives its whole answer, and the simulation of the breaking point agrees with it', { timeout: 180_000 }, async () => {
    const begun = await call(capacity.startRun, quickly)
    expect(['waiting', 'running']).toContain(begun.state)
    expect(begun.answer?.quick.erlang).toMatchObject({ status: 'stable', peopleNeeded: 1, peopleToPlan: 2 })
    const run = await ended(begun.id)
    expect(run).toMatchObject({ state: 'done', problem: null, progress: { step: 'done' } })
    const { answer } = run
    expect(answer?.base?.days).toBeGreaterThanOrEqual(200)
    expect(answer?.halfHours).toHaveLength(48)
    expect(answer?.curve.map(({ multiple }) => multiple)).toEqual([1, 3])
    expect(answer?.breaking?.state).toBe('found')
    const { at, played: there, neverEmptyShareMax } = answer?.breaking ?? {}
    const { low = 0, high = 0 } = there?.neverEmptyShare ?? {}
    expect(low).toBeLessThanOrEqual(neverEmptyShareMax ?? -1)
    expect(high).toBeGreaterThanOrEqual(neverEmptyShareMax ?? 2)
    expect(at?.volumePerDay.value).toBeGreaterThan(1500)
    expect(at?.multiple.value).toBeLessThan(answer?.breaking?.arithmeticMultiple ?? 0)
    expect(answer?.staffing?.frontier.some(({ isSmallest }) => isSmallest)).toBe(true)
    expect(run.breaksAtVolume).toEqual(at?.volumePerDay)
  })

  test('is the same again for the same question and seed, and tells so by its digest', { timeout: 180_000 }, async () => {
    const twice = await Promise.all([call(capacity.startRun, quickly), call(capacity.startRun, { ...quickly, name: 'again' })])
    const [one, other] = await Promise.all(twice.map(({ id }) => ended(id)))
    const figures = (run: typeof one) => [run?.answer?.base, run?.answer?.curve, run?.answer?.breaking, run?.answer?.staffing]
    expect(figures(one)).toEqual(figures(other))
    expect(one?.inputsDigest).toBe(other?.inputsDigest)
    const another = await call(capacity.startRun, played({ days: 200, seed: 8 }))
    expect(another.inputsDigest).not.toBe(one?.inputsDigest)
    expect(JSON.stringify((await ended(another.id)).answer?.base)).not.toBe(JSON.stringify(one?.answer?.base))
  })

  test('is kept as evidence once it is done, with one audit entry, and found as such', { timeout: 180_000 }, async () => {
    const { id } = await call(capacity.startRun, quickly)
    const early = await refusal(call(capacity.attachEvidence, { run: id, note: 'too soon' }))
    expect(early.detail).toBe('Only a finished simulation can be evidence.')
    await ended(id)
    const before = await auditEntries('capacity_run.attach_evidence')
    const kept = await call(capacity.attachEvidence, { run: id, note: 'enough people for the first wave' })
    expect(kept.evidence?.note).toBe('enough people for the first wave')
    expect(await auditEntries('capacity_run.attach_evidence')).toBe(before + 1)
    const { items } = await call(capacity.listRuns, { isEvidence: true, limit: 10 })
    expect(items.map((item) => item.id)).toEqual([id])
  })

  test('that is cancelled stops and stays so; one that has ended cannot be', { timeout: 180_000 }, async () => {
    const long = await call(capacity.startRun, { ...played({ days: 10_000 }), volumePerDay: 100_000 })
    const cancelled = await call(capacity.cancelRun, { run: long.id })
    expect(cancelled.state).toBe('cancelled')
    // The next one is not held up by the one that was cancelled.
    const next = await call(capacity.startRun, quickly)
    expect((await ended(next.id)).state).toBe('done')
    expect((await call(capacity.getRun, { run: long.id })).state).toBe('cancelled')
    const late = await refusal(call(capacity.cancelRun, { run: next.id }))
    expect(late).toMatchObject({ status: 409, detail: 'This simulation has ended already.' })
  })

  test('that a silent node left is taken up by another and ends with the same answer', { timeout: 180_000 }, async () => {
    const { id } = await call(capacity.startRun, quickly)
    const first = await ended(id)
    await here.running.db.query("update capacity_run set state = 'running', ended_at = null, in_short = null where id = $1", [id])
    here.clock.add(31_000)
    await here.running.tail.runOnce()
    const again = await ended(id)
    expect(again.state).toBe('done')
    expect(again.answer?.base).toEqual(first.answer?.base)
  })
})

describe('a question', () => {
  test('without a handling time is refused with what to do, and stores nothing', async () => {
    const before = await here.count('capacity_run')
    const problem = await refusal(call(capacity.startRun, { ...pilot, handleMinutes: null }))
    expect(problem).toMatchObject({ status: 409, detail: 'How long one review takes is not known yet.' })
    expect(problem.next).toContain('thirty reviews')
    expect(await here.count('capacity_run')).toBe(before)
  })

  test('about a handling time that nobody measured is answered at twice of it too', async () => {
    const quick = await call(capacity.quickAnswer, pilot)
    expect(quick.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['handling_unknown', 'flat_profile', 'proposed_shift']))
    expect(quick.arithmetic.workHoursPerDay).toBeCloseTo(5)
    expect(quick.atTwice?.handleMinutes.workHoursPerDay).toBeCloseTo(10)
  })

  test('about one person at ten times the pilot is answered with a backlog of months', async () => {
    const shifts = [{ days: [0, 1, 2, 3, 4], fromHalfHour: 18, toHalfHour: 34, people: 1 }]
    const quick = await call(capacity.quickAnswer, { ...pilot, volumePerDay: 10_000, shifts })
    expect(quick.erlang.status).toBe('nobody_planned')
    expect(quick.arithmetic.capacityPerDay).toBeCloseTo(47.6)
    expect(quick.arithmetic.backlog.find(({ day }) => day === 20)?.atClose).toBeCloseTo(9048)
  })

  test('about more than can be simulated is refused', async () => {
    expect((await refusal(call(capacity.quickAnswer, { ...pilot, volumePerDay: 10_000_000, exceptionRate: 1 }))).status).toBe(400)
  })

  test('is answered for the own team only', async () => {
    await call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const elsewhere = await here.callWith(['capacity:read', 'capacity:write'], { teams: ['shipping'] })
    expect((await refusal(elsewhere(capacity.quickAnswer, pilot))).status).toBe(403)
    expect((await refusal(elsewhere(capacity.startRun, pilot))).status).toBe(403)
    expect((await elsewhere(capacity.listRuns, { limit: 10 })).items).toEqual([])
  })
})
