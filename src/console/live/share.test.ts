import { afterEach, expect, test, vi } from 'vitest'
import { type Shared, shareLive } from './share.ts'
import { pretendBrowser } from './test-kit.ts'

afterEach(() => vi.unstubAllGlobals())

const heard: Shared = { fact: { what: 'heard', at: 5 } }

function openTab(welcome: () => Shared | undefined = () => undefined) {
  const told: Shared[] = []
  let tell: ((message: Shared) => void) | undefined
  const close = shareLive({
    lead: (toAll) => {
      tell = toAll
      return () => {
        tell = undefined
      }
    },
    onMessage: (message) => told.push(message),
    welcome,
  })
  return { told, close, leads: () => tell !== undefined, tell: (message: Shared) => tell?.(message) }
}

test('one tab leads, and what it hears reaches all', () => {
  pretendBrowser()
  const tabs = [openTab(), openTab(), openTab()]
  expect(tabs.map((tab) => tab.leads())).toEqual([true, false, false])
  tabs[0]?.tell(heard)
  expect(tabs.map((tab) => tab.told)).toEqual([[heard], [heard], [heard]])
})

test('a new tab learns at once that the line is live', () => {
  pretendBrowser()
  openTab(() => heard)
  expect(openTab().told).toEqual([heard])
})

test('when the leading tab closes, another leads', async () => {
  pretendBrowser()
  const [first, second] = [openTab(), openTab()]
  first.close()
  await expect.poll(() => second.leads()).toBe(true)
})

test('without locks every tab leads for itself', () => {
  pretendBrowser()
  vi.stubGlobal('navigator', {})
  expect([openTab(), openTab()].map((tab) => tab.leads())).toEqual([true, true])
})
