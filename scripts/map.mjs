import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHouse, projectRoot } from './house.mjs'
import { couplingsOf, measure, sliceLines } from './sizes.mjs'

const mapFile = join(projectRoot, 'MAP.md')
const opening = '<!-- written by npm run map, from here -->'
const closing = '<!-- to here -->'

const floorNames = ['ground', 'records', 'run time', 'queue', 'escalation', 'measures', 'steering']

/** The first sentence under the title of a slice's README. */
function purposeOf(house, name) {
  const readme = house.files.find((file) => file.path === `src/slices/${name}/README.md`)
  const line = readme?.text.split('\n').find((text) => text.trim() !== '' && !text.startsWith('#')) ?? ''
  return line.trim()
}

function floorTable(house) {
  const lines = sliceLines(house)
  const rows = house.floors
    .flatMap((names, index) => names.map((name) => ({ name, floor: index + 1 })))
    .reverse()
    .map(({ name, floor }) => {
      const place = `${floor} ${floorNames[floor - 1] ?? ''}`.trim()
      const link = house.has(`src/slices/${name}/README.md`) ? `[${name}](src/slices/${name}/README.md)` : name
      return `| ${place} | ${link} | ${purposeOf(house, name)} | ${roughly(lines.get(name) ?? 0)} |`
    })
  return [
    '| floor | slice | what it is for | lines |',
    '| --- | --- | --- | ---: |',
    ...rows,
    '| 0 | `src/kernel/` | no business words | |',
  ].join('\n')
}

/** To the next fifty, so that the page does not change with every line. */
const roughly = (lines) => Math.ceil(lines / 50) * 50

function graph(house) {
  const pairs = [...couplingsOf(house).keys()].sort()
  if (pairs.length === 0) return 'No slice uses another yet.'
  return ['```mermaid', 'graph TD', ...pairs.map((pair) => `  ${pair.replace(' → ', ' --> ')}`), '```'].join('\n')
}

function sizes(house) {
  const { files, functions } = measure(house)
  return `${files.length} source files; the longest has about ${roughly(files[0]?.lines ?? 0)} lines, the longest function about ${Math.ceil((functions[0]?.lines ?? 0) / 10) * 10}.`.replace(
    /^\d+/,
    (count) => `About ${Math.round(Number(count) / 20) * 20}`,
  )
}

function written(house, before) {
  const begin = before.indexOf(opening)
  const end = before.indexOf(closing)
  if (begin < 0 || end < begin) throw new Error(`MAP.md has lost its marks. Put back these two lines: ${opening} and ${closing}`)
  const body = [
    '',
    '### Slices by floor',
    '',
    floorTable(house),
    '',
    '### Who uses whom',
    '',
    graph(house),
    '',
    '### Sizes',
    '',
    sizes(house),
    '',
  ].join('\n')
  return `${before.slice(0, begin + opening.length)}\n${body}\n${before.slice(end)}`
}

async function main(args) {
  const before = readFileSync(mapFile, 'utf8')
  const after = written(await openHouse(), before)
  if (after === before) return
  if (!args.includes('--check')) return writeFileSync(mapFile, after)
  console.error('MAP.md is stale. Run: npm run map')
  process.exitCode = 1
}

await main(process.argv.slice(2))
