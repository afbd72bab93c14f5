import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LiveClock, type LiveFact, mustRefetch, nextLive } from './state.ts'

const start: LiveClock = { state: { phase: 'connecting' }, heardAt: 0 }
const after = (...facts: LiveFact[]) => facts.reduce(nextLive, start)

test('a short break is "reconnecting", a longer one "stale" since the server was last heard', () => {
  const lost = after({ what: 'opened', at: 1_000 }, { what: 'heard', at: 20_000 }, { what: 'lost', at: 21_000 })
  expect(lost.state).toEqual({ phase: 'reconnecting', since: 20_000 })
  expect(nextLive(lost, { what: 'tick', at: 29_000 }).state.phase).toBe('reconnecting')
  expect(nextLive(lost, { what: 'tick', at: 31_000 }).state).toEqual({ phase: 'stale', since: 20_000, isPolling: false })
})

test('after two minutes without a line the page asks by itself', () => {
  const { state } = after({ what: 'opened', at: 0 }, { what: 'lost', at: 1 }, { what: 'tick', at: 119_000 }, { what: 'tick', at: 120_000 })
  expect(state).toEqual({ phase: 'stale', since: 0, isPolling: true })
})

test('a page that never got a line does not say "connecting" for ever', () => {
  expect(after({ what: 'lost', at: 500 }, { what: 'tick', at: 12_000 }).state.phase).toBe('stale')
})

const fact = fc.record({ what: fc.constantFrom<LiveFact['what']>('opened', 'heard', 'lost', 'tick'), gap: fc.nat(60_000) })

test('"live" is never said once the line is known to be lost, and a return always means: fetch again', () => {
  fc.assert(
    fc.property(fc.array(fact), (steps) => {
      let clock = start
      let at = 0
      let isLost = false
      for (const { what, gap } of steps) {
        at += gap
        const before = clock.state
        clock = nextLive(clock, { what, at })
        isLost = what === 'lost' || (isLost && what === 'tick')
        if (isLost) expect(clock.state.phase).not.toBe('live')
        expect(mustRefetch(before, clock.state)).toBe(clock.state.phase === 'live' && ['reconnecting', 'stale'].includes(before.phase))
      }
    }),
  )
})
