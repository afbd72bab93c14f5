import { describe, expect, test } from 'vitest'
import { paceKeeper, progressLine, progressShow } from './progress.ts'

describe('progress', () => {
  test('time left is a range between the pace of all and of the last ten seconds', () => {
    const keep = paceKeeper(300)
    keep({ rows: 100, runs: 100, decisions: 900, elapsedMs: 10_000 })
    const pace = keep({ rows: 120, runs: 120, decisions: 1000, elapsedMs: 20_000 })
    expect(pace.perSecond).toBe(50)
    expect(pace.leftSeconds).toEqual([30, 90])
  })

  test('nothing is promised in the first second or without a known end', () => {
    expect(paceKeeper(300)({ rows: 1, runs: 1, decisions: 9, elapsedMs: 500 }).leftSeconds).toBeNull()
    expect(paceKeeper(undefined)({ rows: 1, runs: 1, decisions: 9, elapsedMs: 5000 }).leftSeconds).toBeNull()
  })

  test('is one readable line', () => {
    const line = progressLine({ rows: 151, runs: 150, decisions: 1336, elapsedMs: 3000 }, { perSecond: 410, leftSeconds: [3, 4] }, 302)
    expect(line).toBe('[##########----------] 151 of 302 runs · 1,336 decisions · 410/s · 3 s to 4 s left')
  })

  test('is drawn in place on a terminal, and elsewhere as a line every few seconds', () => {
    const written: string[] = []
    const show = (isTTY: boolean) => {
      written.length = 0
      const shown = progressShow({ isTTY, write: (text) => written.push(text) }, 10)
      for (let at = 0; at <= 10; at += 1) shown.show({ rows: at, runs: at, decisions: at, elapsedMs: at * 1000 })
      shown.end()
      return written.slice()
    }
    expect(show(true).filter((text) => text.startsWith('\r')).length).toBe(11)
    expect(show(false).length).toBe(5)
  })
})
