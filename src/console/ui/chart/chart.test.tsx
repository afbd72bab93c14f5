// @vitest-environment happy-dom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectAccessible, show } from '#console/test-kit.tsx'
import { toCsv } from '../csv.ts'
import { shownOf } from '../table.tsx'
import { ChartCard as Chart } from './chart-card.tsx'
import { chartColumns, chartRows, readout } from './chart-table.ts'
import { layOut, type Picture, placeNames, placePointNames } from './model.ts'
import { bandPath, linePath, stepPath } from './path.ts'
import { linear, roundUp, ticks } from './scale.ts'

const picture: Picture = {
  x: { label: 'Tickets a day', format: (value) => `${value}` },
  y: { label: 'Longest wait for 9 of 10', format: (value) => `${value} min` },
  series: [
    {
      id: 'three',
      label: '3 %',
      tone: 1,
      points: [
        { x: 1000, y: 2, low: 1, high: 4 },
        { x: 2000, y: 5, low: 4, high: 7 },
        { x: 3000, y: null },
        { x: 4000, y: 30, low: 20, high: 41 },
      ],
    },
    { id: 'five', label: '5 %', tone: 2, points: [{ x: 1000, y: 8 }] },
  ],
  marks: [{ x: 2400, label: 'Today' }],
  limits: [{ y: 30, label: 'promise' }],
}

const same = { x: (value: number) => value, y: (value: number) => value }

test('ticks are round, inside the ends, evenly apart and never more than twice as many as asked for', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 9 }), (from, span, n) => {
      const found = ticks(from, from + span, n)
      expect(found.length).toBeLessThanOrEqual(2 * n + 1)
      for (const tick of found) {
        expect(tick).toBeGreaterThanOrEqual(from - span * 1e-6)
        expect(tick).toBeLessThanOrEqual(from + span * (1 + 1e-6))
      }
      expect(new Set(found).size).toBe(found.length)
    }),
  )
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(ticks(3, 3, 5)).toEqual([3])
})

test('nothing goes beyond the rounded top, and a top of nothing is one', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (top) => {
      expect(roundUp(top, 5)).toBeGreaterThanOrEqual(top * 0.999_999)
    }),
  )
  expect([roundUp(0, 5), roundUp(Number.NaN, 5)]).toEqual([1, 1])
  expect(linear([2, 2], [0, 100])(2)).toBe(50)
})

test('a hole in what is known stays a hole: no line is drawn over it', () => {
  const points = [
    { x: 0, y: 1 },
    { x: 1, y: null },
    { x: 2, y: 3 },
  ]
  expect(linePath(points, same)).toBe('M0.0,1.0M2.0,3.0')
  expect(stepPath(points, same)).toBe('M0.0,1.0H1.0M2.0,3.0H3.0')
  expect(
    bandPath(
      [
        { x: 0, y: 2, low: 1, high: 4 },
        { x: 1, y: 3 },
      ],
      same,
    ),
  ).toBe('M0.0,4.0L1.0,3.0L1.0,3.0L0.0,1.0Z')
})

test('names of lines never touch each other, however close the lines end', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 6 }), (ends) => {
      const series = ends.map((y, index) => ({
        id: `${index}`,
        label: `line ${index}`,
        tone: 1 as const,
        points: [
          { x: 0, y: 1 },
          { x: 1, y },
        ],
      }))
      const crowded = { ...picture, series }
      const places = placeNames(crowded, layOut(crowded, 700, 240)).map((name) => name.y)
      for (let index = 1; index < places.length; index += 1) expect(places[index]! - places[index - 1]!).toBeGreaterThanOrEqual(14.9)
    }),
  )
})

test('everything fits into a picture of 250 pixels: ticks and names stay inside', () => {
  const frame = layOut(picture, 250, 240)
  expect(frame.areNamesBeside).toBe(false)
  expect(frame.xTicks.length).toBeGreaterThanOrEqual(2)
  for (const tick of frame.xTicks) expect(frame.x(tick)).toBeLessThanOrEqual(250 - 16 + 0.1)
})

test('the arrow keys walk over the values, and each is said with its range; Escape lets go', async () => {
  const { person, getByRole } = show(<Chart name="wait" title="Five carry it" subtitle="28 days" picture={picture} about={[]} />)
  const walk = getByRole('slider')
  walk.focus()
  await person.keyboard('{ArrowRight}')
  expect(walk.getAttribute('aria-valuetext')).toBe('1000: 3 % 2 min (1 min to 4 min) · 5 % 8 min')
  await person.keyboard('{ArrowRight}{ArrowRight}')
  expect(walk.getAttribute('aria-valuetext')).toBe('3000: 3 % not known')
  await person.keyboard('{End}{ArrowRight}')
  expect(walk.getAttribute('aria-valuetext')).toMatch(/^4000/)
  expect(walk.getAttribute('aria-valuenow')).toBe('3')
  await person.keyboard('{Escape}')
  expect(walk.getAttribute('aria-valuetext')).toMatch(/arrow keys/)
})

test('the table and the CSV hold exactly what the chart shows, unknown values too', async () => {
  const { person, getByRole, getAllByRole } = show(
    <Chart name="wait" title="Five carry it" subtitle="28 days" picture={picture} about={[]} />,
  )
  await person.click(getByRole('radio', { name: 'Table' }))
  expect(getAllByRole('row')).toHaveLength(5)
  expect(getAllByRole('row')[3]?.textContent).toBe('3000not knownnot known')
  expect(toCsv({ ...shownOf({ file: 'waits', columns: chartColumns(picture), rows: chartRows(picture) }), about: [] })).toBe(
    'Tickets a day,3 %,"3 %, low end","3 %, high end",5 %\r\n1000,2,1,4,8\r\n2000,5,4,7,\r\n3000,,,,\r\n4000,30,20,41,\r\n',
  )
  expect(readout(picture, 2000)).toBe('2000: 3 % 5 min (4 min to 7 min)')
})

test('a chart says when its upright axis does not begin at zero', () => {
  const above = { ...picture, y: { ...picture.y, from: 40, to: 100 } }
  const { getByText } = show(<Chart name="wait" title="Kept" subtitle="28 days" picture={above} about={[]} />)
  getByText('The upright axis begins at 40 min, not at zero.')
})

test('chart and table are sound for assistive technology', async () => {
  const { person, getByRole } = show(<Chart name="wait" title="Five carry it" subtitle="28 days" picture={picture} about={[]} />)
  await expectAccessible()
  await person.click(getByRole('radio', { name: 'Table' }))
  await expectAccessible()
})

test('names of points that lie close together stand one below the other, and those apart beside their points', () => {
  const points = [
    { x: 1000, y: 40, name: 'group-64' },
    { x: 1050, y: 39.9, name: 'group-73' },
    { x: 1060, y: 39.8, name: 'group-9' },
    { x: 3900, y: 39.9, name: 'far' },
    { x: 1000, y: 5, name: 'below' },
  ]
  const crowded: Picture = { ...picture, series: [{ id: 'teams', label: 'Teams', tone: 1, shape: 'points', points }] }
  const frame = layOut(crowded, 600, 300)
  const names = placePointNames(crowded, frame)
  const yOf = (text: string) => names.find((name) => name.text === text)?.y ?? 0
  const close = ['group-64', 'group-73', 'group-9'].map(yOf)
  expect(close.every((y, at) => at === 0 || y - (close[at - 1] ?? 0) >= 14)).toBe(true)
  expect([yOf('far'), yOf('below')]).toEqual([frame.y(39.9), frame.y(5)])
  expect(names.find(({ text }) => text === 'far')?.anchor).toBe('end')
})
