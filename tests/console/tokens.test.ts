import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast, difference, differenceOfLab, fromHex, kindsOfSight, type Sight, seenBy } from './colour.ts'

const css = readFileSync(new URL('../../src/console/tokens.css', import.meta.url), 'utf8')

type Tokens = { [name: string]: string }

function block(selector: string): Tokens {
  const found = css.split(`${selector} {`)[1]?.split('}')[0] ?? ''
  return Object.fromEntries([...found.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6,8});/g)].map((match) => [match[1], match[2]]))
}

const light = block(':root')
const themes: { [name: string]: Tokens } = { light, dark: { ...light, ...block(':root[data-theme="dark"]') } }
const at = (tokens: Tokens, name: string) => fromHex(tokens[name] as string)

function closest(tokens: Tokens, names: string[], sights: readonly Sight[]) {
  const pairs = sights.flatMap((sight) =>
    names.flatMap((one, index) =>
      names.slice(index + 1).map((other) => ({
        pair: `${one} and ${other}, ${sight}`,
        apart: difference(seenBy(sight, at(tokens, one)), seenBy(sight, at(tokens, other))),
      })),
    ),
  )
  return pairs.reduce((worst, pair) => (pair.apart < worst.apart ? pair : worst))
}

test('the colour difference agrees with the published pairs of Sharma, Wu and Dalal', () => {
  expect(differenceOfLab([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4)
  expect(differenceOfLab([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4)
  expect(differenceOfLab([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4)
  expect(differenceOfLab([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4)
})

test('the check notices two colours that a colour-blind reader cannot tell apart', () => {
  const { apart } = closest({ one: '#c77700', other: '#8a8a00' }, ['one', 'other'], ['deutan'])
  expect(apart).toBeLessThan(15)
})

test('both themes name the same colours', () => {
  expect(Object.keys(block(':root[data-theme="dark"]')).sort()).toEqual(Object.keys(light).sort())
})

for (const [theme, tokens] of Object.entries(themes)) {
  test(`tiers stay apart for every kind of sight and in grey, ${theme}`, () => {
    const worst = closest(tokens, ['tier-autonomous', 'tier-review', 'tier-people'], kindsOfSight)
    expect(worst.apart, worst.pair).toBeGreaterThanOrEqual(19)
  })

  test(`statuses stay apart for every kind of sight, ${theme}`, () => {
    const names = ['status-ok', 'status-watch', 'status-act', 'status-info', 'status-none']
    const worst = closest(tokens, names, ['normal', 'protan', 'deutan', 'tritan'])
    expect(worst.apart, worst.pair).toBeGreaterThanOrEqual(15)
  })

  test.each([
    ['ink', ['ground', 'card', 'raised', 'selected', 'hover', 'tint-ok', 'tint-watch', 'tint-act', 'tint-info', 'tint-none']],
    ['ink-2', ['ground', 'card', 'raised', 'hover', 'selected']],
    ['accent', ['ground', 'card', 'raised']],
    ['on-accent', ['accent', 'accent-strong']],
    ['danger', ['card', 'raised']],
    ['on-danger', ['danger', 'danger-strong']],
  ])(`text in %s reads on its grounds, ${theme}`, (text, grounds) => {
    for (const ground of grounds) expect(contrast(at(tokens, text), at(tokens, ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  test(`shapes, borders of controls and the focus ring are visible, ${theme}`, () => {
    const shapes = ['tier-autonomous', 'tier-review', 'tier-people-edge', 'edge', 'accent', 'series-1', 'series-2', 'series-3']
    for (const shape of shapes) expect(contrast(at(tokens, shape), at(tokens, 'card')), `${shape} on card`).toBeGreaterThanOrEqual(3)
    for (const status of ['ok', 'watch', 'act', 'info', 'none']) {
      for (const ground of ['card', `tint-${status}`]) {
        expect(contrast(at(tokens, `status-${status}`), at(tokens, ground)), `${status} on ${ground}`).toBeGreaterThanOrEqual(3)
      }
    }
    for (const ground of ['ground', 'card', 'selected']) {
      expect(contrast(at(tokens, 'tier-people-edge'), at(tokens, ground)), `edge on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })
}
