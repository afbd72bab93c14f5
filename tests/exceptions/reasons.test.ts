import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '#kernel/contract.ts'
import type { Call } from '#sdk/call.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { openExceptions } from '#slices/exceptions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { wholeWeeks } from '../../src/slices/exceptions/reasons.ts'
import { takeEffect } from '../queue-world.ts'
import { furnish, type World, world } from '../world.ts'

const dayMs = 86_400_000

describe('windows of reasons', () => {
  test('are whole weeks, so two of them differ by a week of a team’s work or not at all', () => {
    const at = fc.date({ min: new Date('2026-01-05'), max: new Date('2030-01-01'), noInvalidDate: true })
    const days = fc.integer({ min: 1, max: 366 })
    fc.assert(
      fc.property(fc.tuple(at, days), fc.tuple(at, days), ([one, n], [other, m]) => {
        const [a, b] = [wholeWeeks(one, n), wholeWeeks(other, m)]
        for (const edge of [a.from, a.to]) expect(edge.getUTCDay() === 1 && edge.getTime() % dayMs === 0).toBe(true)
        expect(a.to.getTime()).toBeLessThanOrEqual(one.getTime())
        expect(Math.abs(a.to.getTime() - b.to.getTime()) % (7 * dayMs)).toBe(0)
        expect(Math.abs(a.from.getTime() - b.from.getTime()) % (7 * dayMs)).toBe(0)
        expect((a.to.getTime() - a.from.getTime()) / dayMs).toBeGreaterThanOrEqual(n)
      }),
    )
  })
})

describe('why people decided otherwise', () => {
  let here: World
  let everywhere: Call
  beforeAll(async () => {
    here = await world()
    await furnish(here)
    await here.call(identity.createTeam, { id: 'small', name: 'Small', timeZone: 'UTC', department: null, lead: null })
    await here.call(identity.createTeam, { id: 'second', name: 'Second', timeZone: 'UTC', department: null, lead: null })
    for (const [team, people] of [
      ['billing', 8],
      ['second', 9],
      ['small', 7],
    ] as const)
      for (let n = 0; n < people; n++)
        await here.call(identity.addPerson, { name: `${team}${n}`, email: `${team}${n}@example.com`, roles: [{ role: 'teammate', team }] })
    everywhere = await here.callWith(['exceptions:read'])
  })
  afterAll(() => here.end())

  let items = 0
  /** Somebody of the team answers an item with this reason. */
  async function answer(team: string, { tone = 0, rule = 0, drillId = null as string | null }) {
    const codes = [...Array<'tone'>(tone).fill('tone'), ...Array<'rule_wrong'>(rule).fill('rule_wrong')]
    for (const [n, reasonCode] of codes.entries()) {
      const id = `00000000-0000-7000-8000-${String(++items).padStart(12, '0')}`
      const about = { teamId: team, aiAgentId: `bot-${n % 2}`, decisionType: `type-${n % 3}`, subject: 's', title: 't' }
      await here.running.db.tx((tx) => openExceptions(tx, [{ id, ...about, origin: 'human_only', drillId, at: here.clock.now() }]))
      await here.call(exceptions.resolve, { id, verb: 'take_over', reasonCode })
    }
    await takeEffect(here)
  }

  type Asked = { team?: string; aiAgent?: string; days: number }

  const nextWeek = () => here.clock.add(7 * dayMs)
  /** Everything that anybody can ask. */
  async function everyAnswer() {
    const answers: (Asked & Omit<OutputOf<typeof exceptions.countReasons>, 'from' | 'asOf'>)[] = []
    for (const team of [undefined, 'billing', 'second', 'small'])
      for (const aiAgent of [undefined, 'bot-0', 'bot-1'])
        for (const days of [1, 6, 7, 8, 14, 27, 28, 29, 366]) {
          const { from: _from, asOf: _asOf, ...rest } = await everywhere(exceptions.countReasons, { team, aiAgent, days })
          answers.push({ team, aiAgent, days, ...rest })
        }
    return answers
  }

  test('is counted for large teams by whole weeks: this week’s answers show when it is over', async () => {
    await answer('billing', { tone: 3 })
    await answer('second', { rule: 2 })
    expect(await everywhere(exceptions.countReasons, { days: 28 })).toMatchObject({ status: 'ok', reviews: 0 })
    nextWeek()
    const all = await everywhere(exceptions.countReasons, { days: 28 })
    expect(all).toMatchObject({
      status: 'ok',
      reviews: 5,
      byReason: [
        { reasonCode: 'tone', reviews: 3 },
        { reasonCode: 'rule_wrong', reviews: 2 },
      ],
    })
    expect(
      all.byType.find((each) => each.aiAgent === 'bot-0' && each.decisionType === 'type-0' && each.reasonCode === 'tone')?.reviews,
    ).toBe(1)
    expect(await everywhere(exceptions.countReasons, { team: 'billing', days: 7 })).toMatchObject({ reviews: 3 })
  })

  test('the differencing attack finds nothing: what a small team answers changes no answer to any question', async () => {
    const before = await everyAnswer()
    await answer('small', { tone: 4, rule: 1 })
    const week = await everyAnswer()
    expect(week).toEqual(before)
    nextWeek()
    const after = await everyAnswer()
    expect(after.filter((each) => each.days === 366)).toEqual(before.filter((each) => each.days === 366))
    expect(after.filter((each) => each.team === 'small').every((each) => each.status === 'suppressed' && each.reviews === null)).toBe(true)
    const sum = (team?: string) => after.find((each) => each.team === team && each.aiAgent === undefined && each.days === 366)?.reviews ?? 0
    expect(sum() - sum('billing') - sum('second')).toBe(0)
  })

  test('the same attack in time finds nothing: asking before and after a colleague’s answer is the same', async () => {
    const before = await everyAnswer()
    await answer('billing', { tone: 1 })
    expect(await everyAnswer()).toEqual(before)
  })

  test('a drill is not in it', async () => {
    nextWeek()
    const before = await everywhere(exceptions.countReasons, { days: 366 })
    await answer('billing', { tone: 2, drillId: '00000000-0000-7000-8000-00000000d001' })
    nextWeek()
    expect((await everywhere(exceptions.countReasons, { days: 366 })).byReason).toEqual(before.byReason)
  })

  test('another team’s key counts its own team alone', async () => {
    const second = await here.callWith(['exceptions:read'], { teams: ['second'] })
    expect(await second(exceptions.countReasons, { days: 366 })).toMatchObject({ reviews: 2 })
    expect(await second(exceptions.countReasons, { days: 366, team: 'billing' })).toMatchObject({ reviews: 0 })
    const small = await here.callWith(['exceptions:read'], { teams: ['small'] })
    expect(await small(exceptions.countReasons, { days: 366 })).toMatchObject({ reviews: 0, byType: [] })
  })
})
