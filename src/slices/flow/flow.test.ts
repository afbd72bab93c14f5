import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as conversations from '#slices/conversations/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { refusal, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { passedOnIn, teamYears } from './flow.ts'

describe('who passes on to whom', () => {
  test('each change counts once, to and fro is a team that comes again, and a team that stands for none is no stop', () => {
    const paths = [
      { teams: ['a', 'b'], n: 3 },
      { teams: ['a', 'none', 'a', 'c'], n: 2 },
      { teams: ['a', 'b', 'c', 'a'], n: 1 },
      { teams: ['b', 'a', 'b', 'a'], n: 1 },
    ]
    expect(passedOnIn(paths)).toMatchObject({ passedOn: 7, moves: 15, pingPong: 3 })
    const found = passedOnIn(paths, ['none'])
    expect(found).toMatchObject({ passedOn: 7, moves: 11, pingPong: 1 })
    expect(found.pairs.slice(0, 2)).toEqual([
      { from: 'a', to: 'b', n: 5 },
      { from: 'a', to: 'c', n: 2 },
    ])
    expect(passedOnIn([{ teams: ['a', 'none', 'a'], n: 4 }], ['none'])).toEqual({ passedOn: 0, moves: 0, pingPong: 0, pairs: [] })
  })
})

test('a team is quiet under a tenth of its best year so far, and later years do not count for it', () => {
  const month = (team: string, on: string, n: number) => ({ team, month: on, n })
  const months = [month('a', '2020-03-01', 60), month('a', '2020-04-01', 40), month('a', '2022-01-01', 9), month('b', '2021-01-01', 10)]
  const found = teamYears([...months, month('b', '2022-01-01', 1), month('b', '2023-01-01', 500)], 2022)
  expect(found[0]).toEqual({
    team: 'a',
    n: 109,
    firstMonth: '2020-03-01',
    lastMonth: '2022-01-01',
    activeMonths: 3,
    best: { year: 2020, n: 100 },
    inYear: 9,
    isQuiet: true,
  })
  // One of ten is not under a tenth.
  expect(found[1]).toMatchObject({ team: 'b', best: { year: 2021, n: 10 }, inYear: 1, isQuiet: false })
})

describe('the routes of flow', () => {
  let here: World
  beforeEach(async () => {
    here = await world()
    for (const id of ['billing', 'shipping'])
      await here.call(identity.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
    const event = (conversation: string, at: string, more: object = {}) => ({
      team: 'billing',
      source: 'desk',
      conversation,
      event: at,
      at,
      kind: 'updated' as const,
      ...more,
    })
    await here.call(conversations.recordConversationEvents, {
      events: [
        event('1', '2026-11-02T22:30:00Z'),
        event('1', '2026-11-03T09:00:00Z', { team: 'shipping' }),
        event('1', '2026-11-04T09:00:00Z', { kind: 'resolved', team: 'shipping' }),
        event('2', '2026-11-03T08:10:00Z'),
        event('3', '2026-11-03T08:50:00Z'),
        event('3', '2026-11-03T09:00:00Z', { kind: 'closed' }),
      ],
    })
  })
  afterEach(() => here.end())

  const days = { from: '2026-11-01', to: '2026-11-05' }

  test('tell the hours by the clock of a place, and the busiest of all', async () => {
    const berlin = await here.call(contract.getArrivals, { ...days, timeZone: 'Europe/Berlin' })
    expect(berlin).toMatchObject({ conversations: 3, busiest: [{ at: '2026-11-03T08:00:00.000Z', n: 2 }, { n: 1 }] })
    expect(berlin.hours).toEqual([
      { weekday: 1, hour: 23, n: 1 },
      { weekday: 2, hour: 9, n: 2 },
    ])
    expect((await refusal(here.call(contract.getArrivals, { ...days, timeZone: 'Mars/Olympus' }))).detail).toContain('no time zone')
  })

  test('tell what is open at the end of each day, also of what began before the window', async () => {
    const found = await here.call(contract.getBacklog, { from: '2026-11-03', to: '2026-11-05' })
    expect(found.rows).toEqual([
      { on: '2026-11-03', begun: 2, ended: 1, open: 2 },
      { on: '2026-11-04', begun: 0, ended: 1, open: 1 },
    ])
    expect(found.teams).toEqual([
      { team: 'billing', begun: 2, ended: 1, open: 1 },
      { team: 'shipping', begun: 0, ended: 1, open: 0 },
    ])
    const week = await here.call(contract.getBacklog, { ...days, by: 'week' })
    expect(week.rows).toEqual([{ on: '2026-11-02', begun: 3, ended: 2, open: 1 }])
    expect((await refusal(here.call(contract.getBacklog, { from: days.to, to: days.from }))).code).toBe('invalid')
  })

  test('tell who passes on, of the teams that somebody may see', async () => {
    expect(await here.call(contract.getPassedOn, days)).toEqual({
      conversations: 3,
      passedOn: 1,
      moves: 1,
      pingPong: 0,
      pairs: [{ from: 'billing', to: 'shipping', n: 1 }],
    })
    const lead = await here.callWith(['measures:read'], { teams: ['billing'] })
    expect(await lead(contract.getPassedOn, days)).toMatchObject({ conversations: 2, passedOn: 0 })
    expect((await lead(contract.getQuietTeams, {})).teams.map(({ team }) => team)).toEqual(['billing'])
    expect((await lead(contract.getBacklog, { ...days, team: 'shipping' })).rows).toEqual([])
  })
})
