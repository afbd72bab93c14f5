import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { exceptionsTick } from '#slices/exceptions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { askNew, type Colleague, colleague, detailOf, heldMs, takeEffect, waiting } from '../queue-world.ts'
import { furnish, type World, world } from '../world.ts'

let here: World
let crew: Colleague[]

beforeAll(async () => {
  here = await world()
  await furnish(here)
  crew = []
  for (let index = 0; index < 8; index++) crew.push(await colleague(here, `mate-${index}`))
})
afterAll(() => here?.end())

const reviewsOf = async (id: string) =>
  (await here.running.db.query<{ verb: string }>('select verb from review where exception_id = $1', [id])).map((row) => row.verb)
const review = (id: string) => here.call(decisions.getReview, { id })

describe('eight people', () => {
  test('resolve one item at once, each in a way of their own: exactly one does', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await waiting(here)
      const verbs = ['approve', 'reject', 'take_over', 'approve', 'reject', 'take_over', 'approve', 'reject']
      const answers = await Promise.all(
        crew.map((mate, index) => mate.ask(exceptions.resolve, { id, verb: verbs[index], reasonCode: 'tone' })),
      )
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(7).fill(409)])
      const won = verbs[answers.findIndex((answer) => answer.status === 200)] as string
      await takeEffect(here)
      expect(await reviewsOf(id)).toEqual([won])
    }
  })

  test('claim one item at once: exactly one holds it', async () => {
    const { id } = await waiting(here)
    const answers = await Promise.all(crew.map((mate) => mate.ask(exceptions.claim, { id })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(7).fill(409)])
  })

  test('take the next item, again and again: no item goes to two of them, and none is left', async () => {
    await here.call(identity.createTeam, { id: 'rush', name: 'Rush', timeZone: 'UTC', department: null, lead: null })
    const made: string[] = []
    for (let index = 0; index < 60; index++) {
      const item = { team: 'rush', origin: 'by_hand' as const, subject: `case:${index}`, title: 'One of many' }
      made.push((await here.call(exceptions.openException, item)).id)
    }
    const rushed: Colleague[] = []
    for (let index = 0; index < 8; index++) rushed.push(await colleague(here, `rush-${index}`, 'rush'))
    const taken: string[] = []
    await Promise.all(
      rushed.map(async (mate) => {
        for (;;) {
          const { item } = (await mate.ask(exceptions.claimNext, { team: 'rush' })).body as { item: { id: string } | null }
          if (!item) return
          taken.push(item.id)
        }
      }),
    )
    expect(new Set(taken).size).toBe(taken.length)
    expect([...taken].sort()).toEqual(made.sort())
  })
})

describe('taking an answer back', () => {
  test('races with its taking effect: either it is undone and nothing was told, or it took effect, never both', async () => {
    const seen = new Set<boolean>()
    for (let round = 0; round < 12; round++) {
      const { id } = await waiting(here)
      await here.call(exceptions.resolve, { id, verb: 'approve' })
      // The release looks a moment after the time is over, the undo a moment before.
      const late = new Date(here.clock.now().getTime() + heldMs)
      const release = () => exceptionsTick({ db: here.running.db }, late)
      const undo = () => here.call(exceptions.undo, { ids: [id] })
      const [undone] = await Promise.all(round % 2 ? [undo(), release()] : [release().then(undo), release()])
      const isUndone = (undone as Awaited<ReturnType<typeof undo>>).items[0]?.isUndone === true
      seen.add(isUndone)
      const state = (await review(id)).state
      expect([state, await reviewsOf(id)]).toEqual(isUndone ? ['waiting', []] : ['approved', ['approve']])
      expect((await detailOf(here, id)).state).toBe(isUndone ? 'open' : 'resolved')
    }
    expect(seen).toContain(false)
  })
})

describe('an approval', () => {
  test('races with the end of waiting: the AI agent gets one answer, and the queue says the same', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 10; round++) {
      const { id } = await waiting(here)
      await here.running.db.query('update exception set expires_at = $2 where id = $1', [id, new Date(here.clock.now().getTime() + 40)])
      const expire = () => exceptionsTick({ db: here.running.db }, new Date(here.clock.now().getTime() + 1000))
      const approve = () => crew[0]?.ask(exceptions.resolve, { id, verb: 'approve' })
      const [approved] = await Promise.all(round % 2 ? [approve(), expire()] : [expire().then(approve), expire()])
      await takeEffect(here)
      const { state } = await review(id)
      outcomes.add(state)
      const isApproved = (approved as { status: number }).status === 200
      expect([state, await reviewsOf(id)]).toEqual(isApproved ? ['approved', ['approve']] : ['expired', []])
    }
    expect(outcomes).toContain('expired')
  })
})

describe('two nodes', () => {
  test('tick at once: every decision opens one item, every answer takes effect once', async () => {
    const other = await here.anotherNode()
    const requests = Array.from({ length: 40 }, () => askNew(500))
    const made = await Promise.all(requests.map((request) => here.call(decisions.decide, request)))
    const tick = () => Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
    await tick()
    const ids = made.map((decision) => decision.id)
    const { items } = await here.call(exceptions.resolveMany, { ids, verb: 'approve' })
    expect(items.filter((item) => item.problem !== null)).toEqual([])
    here.clock.add(heldMs)
    await tick()
    for (const id of ids) {
      expect(await reviewsOf(id)).toEqual(['approve'])
      expect((await review(id)).state).toBe('approved')
    }
    const [doubles] = await here.running.db.query('select count(*) as n from (select id from exception group by id having count(*) > 1) d')
    expect(doubles).toEqual({ n: 0 })
  })

  test('let two rejections of one proposal take effect at once: the second still sends it to a person for good', async () => {
    const { db } = here.running
    for (let round = 0; round < 3; round++) {
      const subject = `conversation:twice-${round}`
      const ids = [(await waiting(here, 500, { subject })).id, (await waiting(here, 510, { subject })).id]
      for (const [index, id] of ids.entries()) await crew[index]?.ask(exceptions.resolve, { id, verb: 'reject', reasonCode: 'tone' })
      // Each node gets one of the two, and the first is slow: it has counted, and has not written yet when the second counts.
      const elsewhere = await db.connect()
      await elsewhere.query('begin')
      await elsewhere.query('select 1 from exception where id = $1 for update', [ids[0]])
      const due = new Date(here.clock.now().getTime() + heldMs)
      const slow = exceptionsTick({ db: { ...db, tx: pausing(here, 200) } }, due)
      await pause(100)
      await elsewhere.query('rollback')
      await elsewhere.end()
      await Promise.all([slow, exceptionsTick({ db }, due)])
      const states = await Promise.all(ids.map(async (id) => (await review(id)).state))
      expect(states.sort()).toEqual(['people_only', 'rejected'])
      here.clock.add(heldMs)
    }
  })
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Transactions that wait before they write a review. */
function pausing({ running }: World, ms: number): World['running']['db']['tx'] {
  return (work) =>
    running.db.tx((tx) =>
      work({
        ...tx,
        async query(sql, params) {
          if (sql.startsWith('insert into review')) await pause(ms)
          return tx.query(sql, params)
        },
      }),
    )
}

describe('a server that is killed', () => {
  test('between an answer and its effect forgets neither: the next one lets it take effect, once', async () => {
    const { id } = await waiting(here)
    await here.call(exceptions.resolve, { id, verb: 'approve' })
    // As if killed in the middle: everything is written and the commit never comes.
    const dying = { ...here.running.db, tx: failingAtCommit(here) }
    here.clock.add(heldMs)
    await expect(exceptionsTick({ db: dying }, here.clock.now())).rejects.toThrow('killed')
    expect([(await review(id)).state, await reviewsOf(id)]).toEqual(['waiting', []])
    await here.running.tail.runOnce()
    expect([(await review(id)).state, await reviewsOf(id)]).toEqual(['approved', ['approve']])
  })
})

function failingAtCommit({ running }: World): World['running']['db']['tx'] {
  return (work) =>
    running.db.tx(async (tx) => {
      const before = await tx.query<{ n: number }>('select count(*) as n from review')
      const result = await work(tx)
      const after = await tx.query<{ n: number }>('select count(*) as n from review')
      if (after[0]?.n !== before[0]?.n) throw new Error('killed')
      return result
    })
}
