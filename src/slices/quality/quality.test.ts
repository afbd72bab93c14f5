import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish, type World, world } from '../../../tests/world.ts'
import * as conversations from '../conversations/contract.ts'
import * as identity from '../identity/contract.ts'
import { addDays, addTally, type Count, sumTallies } from '../measures/index.ts'
import * as contract from './contract.ts'
import { makeLookBack } from './index.ts'

let here: World
const teams = Array.from({ length: 12 }, (_, at) => `team-${String(at).padStart(2, '0')}`)
const last = '2026-11-15'

beforeAll(async () => {
  here = await world()
  await furnish(here)
  for (const id of teams)
    await here.call(identity.createTeam, { id, name: id.toUpperCase(), department: null, timeZone: 'Europe/Berlin', lead: null })
})
afterAll(() => here?.end())

const count = (more: Partial<Count> & Pick<Count, 'teamId' | 'n' | 'x' | 'day'>): Count => ({
  measureId: 'sla_met',
  aiAgentId: '',
  kind: '',
  version: 1,
  total: 0n,
  squares: 0n,
  ...more,
})

const add = (counts: Count[]) =>
  here.running.db.tx((tx) => addTally(tx, sumTallies([{ counts, spreads: [], hours: [] }]), here.clock.now()))

describe('which team differs', () => {
  test('is said after the mix of cases: a team with hard cases that does as well as anybody is not flagged, one that fell is, and since when', async () => {
    const days = Array.from({ length: 84 }, (_, at) => addDays(last, at - 83))
    const easy = (teamId: string, day: string, x: number) => count({ teamId, day, kind: 'easy', n: 10, x })
    const hard = (teamId: string, day: string, x: number) => count({ teamId, day, kind: 'hard', n: 10, x })
    const usual = teams
      .slice(0, 10)
      .flatMap((team, at) => days.flatMap((day, on) => [easy(team, day, 9), hard(team, day, (at + on) % 2 === 0 ? 4 : 6)]))
    const onlyHard = days.flatMap((day, on) => [hard('team-10', day, on % 2 === 0 ? 4 : 6)])
    const fell = days.flatMap((day, on) => [easy('team-11', day, on < 42 ? 9 : 5), hard('team-11', day, on < 42 ? 5 : 2)])
    await add([...usual, ...onlyHard, ...fell])

    const { measures, from, to } = await here.call(contract.getDivergence, { measures: 'sla_met' })
    expect([from, to]).toEqual([addDays(last, -83), last])
    const of = (team: string) => measures[0]?.teams.find((each) => each.team === team)
    expect(of('team-10')).toMatchObject({ verdict: 'as_expected', share: 0.5 })
    expect(of('team-10')?.expected).toBeLessThan(0.55)
    expect(of('team-11')).toMatchObject({ verdict: 'differs' })
    expect(of('team-11')?.since).toBe('2026-10-05')
    expect(measures[0]?.teams.filter(({ verdict }) => verdict === 'differs')).toHaveLength(1)
  })

  test('is not said with fewer than ten teams, and of a handful of cases nothing is', async () => {
    await add([
      count({ teamId: 'team-00', day: last, measureId: 'recontacted', n: 100, x: 60 }),
      count({ teamId: 'team-01', day: last, measureId: 'recontacted', n: 100, x: 5 }),
      count({ teamId: 'team-02', day: last, measureId: 'recontacted', n: 7, x: 7 }),
    ])
    const { measures } = await here.call(contract.getDivergence, { measures: 'recontacted' })
    expect(measures[0]?.teams.map(({ team, verdict }) => [team, verdict])).toEqual([
      ['team-00', 'not_adjusted'],
      ['team-01', 'not_adjusted'],
      ['team-02', 'too_few'],
    ])
  })

  test('is told of the newest weeks in which enough teams had enough cases, when hardly any came since', async () => {
    const march = Array.from({ length: 70 }, (_, at) => addDays('2025-01-06', at))
    await add(teams.flatMap((teamId) => march.map((day) => count({ teamId, day, measureId: 'reopened', n: 2, x: 1 }))))
    await add([count({ teamId: 'team-00', day: '2025-11-15', measureId: 'reopened', n: 3, x: 1 })])
    const asked = { measures: 'reopened' }
    const thin = await here.call(contract.getDivergence, asked)
    expect(thin).toMatchObject({ from: '2024-12-23', to: '2025-03-16', newest: '2025-11-15' })
    expect(thin.measures[0]?.judged).toBe(12)
    const chosen = await here.call(contract.getDivergence, { ...asked, to: '2025-11-15' })
    expect([chosen.to, chosen.measures[0]?.judged]).toEqual(['2025-11-15', 0])
  })

  test('is told of each figure in its own weeks: one that ended years before the others is not lost in theirs', async () => {
    const june = Array.from({ length: 84 }, (_, at) => addDays('2019-06-03', at))
    const differs = (teamId: string, day: string) => count({ teamId, day, measureId: 'reassigned', n: 4, x: teamId === 'team-11' ? 4 : 1 })
    await add(june.flatMap((day) => teams.map((teamId) => differs(teamId, day))))
    const { measures, newest } = await here.call(contract.getDivergence, { measures: 'sla_met,reassigned' })
    expect(newest).toBe(last)
    expect(measures.map(({ measure, from, to }) => [measure, from, to])).toEqual([
      ['sla_met', addDays(last, -83), last],
      ['reassigned', '2019-06-03', '2019-08-25'],
    ])
    const [, old] = measures
    expect(old?.teams.find(({ team }) => team === 'team-11')).toMatchObject({ verdict: 'differs', share: 1 })
    const chosen = await here.call(contract.getDivergence, { measures: 'sla_met,reassigned', to: last })
    expect(chosen.measures.map(({ to }) => to)).toEqual([last, last])
    expect(chosen.measures[1]?.judged).toBe(0)
  })

  test('is one verdict, whether the figure is asked for alone or beside others', async () => {
    const [alone] = (await here.call(contract.getDivergence, { measures: 'sla_met' })).measures
    const beside = (await here.call(contract.getDivergence, {})).measures.find(({ measure }) => measure === 'sla_met')
    expect(alone?.teams.some(({ q }) => q !== null)).toBe(true)
    expect(alone).toEqual(beside)
  })

  test('is told a team lead for the own team alone, though judged beside all', async () => {
    const lead = await here.callWith(['quality:read'], { teams: ['team-11'] })
    const { measures } = await lead(contract.getDivergence, { measures: 'sla_met' })
    expect(measures[0]?.teams.map(({ team }) => team)).toEqual(['team-11'])
    expect(measures[0]?.judged).toBe(12)
  })

  test('is not asked of figures about people, nor of what is no share', async () => {
    const ask = (measures: string) => here.call(contract.getDivergence, { measures })
    await expect(ask('accepted')).rejects.toMatchObject({ problem: { code: 'not_allowed' } })
    await expect(ask('reassignments')).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })
})

describe('looking back', () => {
  const weeks10 = Array.from({ length: 70 }, (_, at) => addDays('2024-01-01', at))
  const known = (teamId: string, day: string, x: number): Count => count({ teamId, day, measureId: 'knowledge_used', n: 20, x })
  const found = async (measureId = 'knowledge_used') => {
    await makeLookBack(here.running.db)(here.clock.now())
    return (await here.call(contract.listLevelChanges, {})).items.filter(({ measure }) => measure === measureId)
  }

  test('says when a level changed and in how many teams, and not that other teams came in', async () => {
    const fell = weeks10.flatMap((day, at) => teams.slice(0, 6).map((team) => known(team, day, at < 40 ? 18 : 4)))
    const stays = weeks10.map((day) => known('team-06', day, 18))
    await add([...fell, ...stays])
    const [change, ...others] = await found()
    expect(others).toEqual([])
    expect(change).toMatchObject({
      since: '2024-02-10',
      compared: 7,
      moved: 6,
      before: { from: '2024-01-01' },
      after: { to: '2024-03-10' },
    })
    expect(change?.teams.find(({ team }) => team === 'team-06')).toMatchObject({ hasMoved: false, before: { n: 560, x: 504 } })

    // Teams that work otherwise come in: the whole moves, nobody did.
    const came = weeks10.flatMap((_, at) =>
      teams.slice(7).flatMap((team) => [known(team, addDays('2024-03-11', at), 19), known(team, addDays('2024-03-11', at), 19)]),
    )
    const goOn = weeks10.flatMap((_, at) => teams.slice(0, 6).map((team) => known(team, addDays('2024-03-11', at), 4)))
    here.clock.add(3_600_000)
    await add([...came, ...goOn])
    expect((await found()).map(({ since }) => since)).toEqual(['2024-02-10'])
  })

  test('is no matter of one team among many, however large: that is told where teams are compared', async () => {
    const small = (teamId: string, day: string) => count({ teamId, day, measureId: 'reassigned', n: 10, x: 1 })
    const large = (day: string, at: number) => count({ teamId: 'team-11', day, measureId: 'reassigned', n: 200, x: at < 40 ? 20 : 120 })
    await add(weeks10.flatMap((day, at) => [...teams.slice(0, 11).map((team) => small(team, day)), large(day, at)]))
    expect(await found('reassigned')).toEqual([])
  })

  test('is no matter of one team growing, though all others moved by a little', async () => {
    const others = (day: string, at: number) =>
      teams.slice(0, 3).map((teamId) => count({ teamId, day, measureId: 'unresolved', n: 1000, x: at < 40 ? 100 : 120 }))
    const grown = (day: string, at: number) =>
      count({ teamId: 'team-03', day, measureId: 'unresolved', n: at < 40 ? 100 : 5000, x: at < 40 ? 60 : 3000 })
    await add(weeks10.flatMap((day, at) => [...others(day, at), grown(day, at)]))
    expect(await found('unresolved')).toEqual([])
  })

  test('tells a team lead the change, and of teams the own one alone', async () => {
    const lead = await here.callWith(['quality:read'], { teams: ['team-06'] })
    const [change] = (await lead(contract.listLevelChanges, {})).items
    expect(change?.teams.map(({ team }) => team)).toEqual(['team-06'])
    expect(change?.moved).toBe(6)
  })
})

describe('an investigation', () => {
  const window = { from: '2026-11-01', to: last }

  async function open() {
    const events = Array.from({ length: 30 }, (_, at) => ({
      team: 'team-11',
      source: 'helpdesk',
      conversation: `C-${at}`,
      event: 'opened',
      at: '2026-11-10T09:00:00Z',
      kind: 'opened' as const,
      facts: { slaMet: at % 3 === 0 },
    }))
    await here.call(conversations.recordConversationEvents, { events })
    return here.call(contract.openInvestigation, { team: 'team-11', measure: 'sla_met', question: 'Why later than others?', ...window })
  }

  test('lets nobody choose a remedy before conversations were read, people heard and a finding written down', async () => {
    const { id, toRead, etag } = await open()
    expect(toRead).toHaveLength(12)
    const remedy = { investigation: id, remedy: 'train' as const, plan: 'Two hours with the lead', startsOn: '2026-11-17' }
    const choose = (ifMatch: string) => here.call(contract.chooseRemedy, remedy, { ifMatch })
    await expect(choose(etag)).rejects.toMatchObject({ problem: { code: 'conflict', next: expect.stringContaining('read') } })

    for (const { source, conversation } of toRead) await here.call(contract.recordRead, { investigation: id, source, conversation })
    await here.call(contract.recordVoices, { investigation: id, people: 3, said: 'The document on refunds is wrong.' })
    const heard = await here.call(contract.getInvestigation, { investigation: id })
    expect(heard.missing).toEqual(['find'])
    await expect(choose(heard.etag)).rejects.toMatchObject({ problem: { code: 'conflict' } })

    const found = await here.call(
      contract.recordFinding,
      { investigation: id, finding: 'The refund document contradicts the policy.', cause: 'knowledge' },
      { ifMatch: heard.etag },
    )
    expect(await choose(found.etag)).toMatchObject({ state: 'treated', remedy: 'train', missing: [] })
  })

  test('takes only conversations of its sample as read, so that nobody picks what fits', async () => {
    const { id } = await open()
    const other = { investigation: id, source: 'helpdesk', conversation: 'C-999' }
    await expect(here.call(contract.recordRead, other)).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })

  test('names nobody: what was heard is told by how many people said it', async () => {
    const { id } = await open()
    await here.call(contract.recordVoices, { investigation: id, people: 4, said: 'It asks twice.' })
    const { heard } = await here.call(contract.getInvestigation, { investigation: id })
    expect(Object.keys(heard[0] ?? {}).sort()).toEqual(['at', 'people', 'said'])
  })
})
