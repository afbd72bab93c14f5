import { afterAll, beforeAll, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { rebuildRollups } from '#slices/decisions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { ask, furnish, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
  for (const subject of ['conversation:4711', 'conversation:desk:4711', 'conversation:4712', 'order:4711', 'conversation:with"quote'])
    await here.call(decisions.decide, ask(20, { subject }))
  await here.running.tail.runOnce()
})
afterAll(() => here?.end())

const subjectsOf = async (conversation: string, more: { team?: string; tier?: 'autonomous' | 'review' } = {}) => {
  const { items } = await here.call(decisions.listDecisions, { conversation, limit: 10, ...more })
  const details = await Promise.all(items.map(({ id }) => here.call(decisions.getDecision, { id })))
  return details.map(({ content }) => content?.subject)
}

test('decisions about a conversation are found by its id, with or without the system that it is from, newest first', async () => {
  expect(await subjectsOf('desk:4711')).toEqual(['conversation:desk:4711', 'conversation:4711'])
  expect(await subjectsOf('4712')).toEqual(['conversation:4712'])
  expect(await subjectsOf('9999')).toEqual([])
  expect(await subjectsOf('with"quote')).toEqual([])
})

test('other filters hold beside it, and a page has its limit', async () => {
  expect(await subjectsOf('desk:4711', { tier: 'review' })).toEqual([])
  expect(await subjectsOf('desk:4711', { team: 'billing' })).toHaveLength(2)
  const { items, next } = await here.call(decisions.listDecisions, { conversation: 'desk:4711', limit: 1 })
  expect(items).toHaveLength(1)
  const rest = await here.call(decisions.listDecisions, { conversation: 'desk:4711', limit: 1, after: next ?? '' })
  expect(rest).toMatchObject({ items: [{ team: 'billing' }], next: null })
})

test('whoever may not see the team finds nothing', async () => {
  await here.call(identity.createTeam, { id: 'legal', name: 'Legal', department: null, timeZone: 'UTC', lead: null })
  const theirs = await here.callWith(['decisions:read'], { teams: ['legal'] })
  expect((await theirs(decisions.listDecisions, { conversation: 'desk:4711', limit: 10 })).items).toEqual([])
  const ours = await here.callWith(['decisions:read'], { teams: ['billing'] })
  expect((await ours(decisions.listDecisions, { conversation: 'desk:4711', limit: 10 })).items).toHaveLength(2)
})

test('made anew, nothing differs', async () => {
  const rows = () => here.running.db.query('select c.* from decision_conversation c order by 1, 2, 3')
  const before = await rows()
  expect(before).toHaveLength(3)
  await rebuildRollups(here.running.db)
  expect(await rows()).toEqual(before)
})
