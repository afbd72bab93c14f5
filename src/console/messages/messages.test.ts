// @vitest-environment happy-dom
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { ago, count, exactTime, list, money, quarterOf, share } from './formats.ts'
import { shellWords } from './shell.ts'
import { uiWords } from './ui.ts'
import { plural, speak, type Translation, words } from './words.ts'

afterEach(() => speak({}))

const fruit = words('fruit', { title: 'Fruit', apples: (n: number) => plural(n, { one: 'One apple', other: `${count(n)} apples` }) })

const polish: Translation<typeof fruit> = {
  title: 'Owoce',
  apples: (n) => plural(n, { one: `${n} jabłko`, few: `${n} jabłka`, many: `${n} jabłek`, other: `${n} jabłka` }),
}

test('a translation takes over at once, with the plural forms of its language', () => {
  expect([fruit.title, fruit.apples(1), fruit.apples(1200)]).toEqual(['Fruit', 'One apple', '1,200 apples'])
  speak({ locale: 'pl', areas: { fruit: polish } })
  expect([fruit.title, fruit.apples(2), fruit.apples(5)]).toEqual(['Owoce', '2 jabłka', '5 jabłek'])
  expect(document.documentElement.lang).toBe('pl')
})

test('what a translation lacks stays in English rather than blank', () => {
  speak({ locale: 'pl', areas: { fruit: { title: 'Owoce' } } })
  expect(fruit.apples(1)).toBe('One apple')
})

test('every text can be lengthened, so that a test can look for what gets cut', () => {
  speak({ reshape: (text) => `[${text}~~~~]` })
  expect(shellWords.skip).toBe('[Skip to the content~~~~]')
  expect(uiWords.shownSoFar(2)).toBe('[2 entries so far~~~~]')
})

test('shares, counts, money and lists read as people write them', () => {
  expect(quarterOf('2022-Q3')).toBe('Jul 2022 to Sept 2022')
  expect(share(0.863)).toBe('86\u00a0%')
  expect(share(0.0005, 2)).toBe('0.05\u00a0%')
  expect(share(704 / 707)).toBe('>\u00a099\u00a0%')
  expect(share(1 / 707)).toBe('<\u00a01\u00a0%')
  expect([share(0), share(1), share(0.99999, 2)]).toEqual(['0\u00a0%', '100\u00a0%', '>\u00a099.99\u00a0%'])
  expect(count(2672)).toBe('2,672')
  expect(money(12900, 'USD')).toBe('US$129.00')
  expect(money(500, 'JPY')).toBe('JP¥500')
  expect(list(['a', 'b', 'c'])).toBe('a, b and c')
})

const now = new Date('2026-11-21T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test('how long ago is told in the largest unit that fits', () => {
  expect([3, 40, 200, 7_200, 90_000].map((seconds) => ago(before(seconds), now))).toEqual([
    'now',
    '40 sec ago',
    '3 min ago',
    '2 hr ago',
    'yesterday',
  ])
  expect(ago(before(40 * 86_400), now)).toBe('12 Oct 2026')
  expect(exactTime(now)).toContain('2026')
})

test('nothing of the past is ever told as if it were to come', () => {
  fc.assert(
    fc.property(fc.nat(30 * 86_400), (seconds) => {
      expect(ago(before(seconds), now)).not.toMatch(/^in |tomorrow/)
    }),
  )
})
