import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { colourFaults, screenFaults } from './source-faults.ts'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /^src\/(console|slices\/[^/]+\/console)\/.*\.(tsx?|css)$/.test(path) && !/\.test\.tsx?$/.test(path))

const read = (path: string) => readFileSync(path, 'utf8')
const screens = files.filter((path) => path.endsWith('.tsx'))

test('screens take every word from the catalogue and every look from classes', () => {
  expect(screens.length).toBeGreaterThan(20)
  expect(screens.flatMap((path) => screenFaults(path, read(path)))).toEqual([])
})

test.each([
  ['text between tags', '<p>Nothing waits</p>'],
  ['a string in braces', '<p>{"Nothing waits"}</p>'],
  ['a choice of two strings', '<p>{isOpen ? "Open" : word}</p>'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is checked
  ['a template', '<p>{`Waits since ${time}`}</p>'],
  ['a name for screen readers', '<button aria-label="Close" />'],
  ['a property of a control', '<Card title={"AI agents"} />'],
  ['a column head', 'const columns = [{ id: "a", head: "Name" }]'],
  ['a colour in a style', '<p style={{ color: x }} />'],
])('the check finds %s', (_, code) => {
  expect(screenFaults('planted.tsx', code)).toHaveLength(1)
})

test('the check lets through words of the catalogue, signs, ids and geometry', () => {
  const code =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is checked
    '<p id="now" className="text-ink" style={{ width: x, height: 4 }}>{uiWords.close} · {`${a}-${b}`}<Select value="billing" /></p>'
  expect(screenFaults('planted.tsx', code)).toEqual([])
})

test('colours are written in tokens.css alone', () => {
  const others = files.filter((path) => path !== 'src/console/tokens.css')
  expect(others.flatMap((path) => colourFaults(path, read(path)))).toEqual([])
  expect(colourFaults('planted.tsx', '<p className="bg-[#ff0000]" />')).toHaveLength(1)
})

test('only the folder of controls touches the library beneath them', () => {
  const touching = files.filter((path) => /['"]@base-ui\/react/.test(read(path)))
  expect(touching.length).toBeGreaterThan(5)
  expect(touching.filter((path) => !path.startsWith('src/console/ui/'))).toEqual([])
})

test('the page holds no inline script or style', () => {
  const html = read('src/console/index.html')
  expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son[a-z]+=/)
})
