import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { lineOf, openHouse, projectRoot, sliceOf, visit } from './house.mjs'
import { isRunAs } from './run-as.mjs'

const ratchetFile = join(projectRoot, 'scripts/sizes.json')

const linesIn = (text) => text.trimEnd().split('\n').length

function nameOf(node, file) {
  const holder = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined)
  return holder?.getText(file.tree) ?? 'unnamed'
}

function functionsIn(file) {
  const found = []
  visit(file.tree, (node) => {
    if (!ts.isFunctionLike(node) || !node.body) return
    const begin = file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line
    const end = file.tree.getLineAndCharacterOfPosition(node.end).line
    found.push({ name: nameOf(node, file), path: file.path, line: lineOf(file, node), lines: end - begin + 1 })
  })
  return found
}

/** Imports that leave each slice for another one: `decisions → policy`. */
export function couplingsOf(house) {
  const pairs = new Map()
  for (const file of house.sources.filter((source) => !source.isTest && sliceOf(source.path))) {
    for (const [, to] of file.text.matchAll(/from '#slices\/([^/']+)\//g)) {
      const pair = `${sliceOf(file.path)} → ${to}`
      if (to !== sliceOf(file.path)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  }
  return pairs
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** What is long and what is tangled, over the product's own sources without tests. */
export function measure(house) {
  const sources = house.sources.filter((file) => !file.isTest)
  const files = sources.map((file) => ({ path: file.path, lines: linesIn(file.text) })).sort((a, b) => b.lines - a.lines)
  const functions = sources.flatMap(functionsIn).sort((a, b) => b.lines - a.lines)
  const fileLines = files.map((file) => file.lines).reverse()
  const functionLines = functions.map((found) => found.lines).reverse()
  return {
    files,
    functions,
    summary: {
      fileLinesP90: at(fileLines, 0.9),
      fileLinesMax: fileLines.at(-1) ?? 0,
      functionLinesP90: at(functionLines, 0.9),
      functionLinesMax: functionLines.at(-1) ?? 0,
    },
  }
}

/** Lines of each slice without its tests. Its screens are a room of their own, `<slice>/console`. */
export function sliceLines(house) {
  const lines = new Map()
  for (const file of house.sources.filter((source) => !source.isTest && sliceOf(source.path))) {
    const slice = sliceOf(file.path)
    const room = file.path.startsWith(`src/slices/${slice}/console/`) ? `${slice}/console` : slice
    lines.set(room, (lines.get(room) ?? 0) + linesIn(file.text))
  }
  return lines
}

/** Without an allowance of its own in sizes.json. Beyond, there is a second noun in the slice. */
const sliceLinesMax = 2500

function compare(now, before, house) {
  const grown = Object.entries(now)
    .filter(([name, value]) => value > before[name])
    .map(([name, value]) => `${name} grew from ${before[name]} to ${value}. Split what grew; these numbers may only fall.`)
  const fat = [...sliceLines(house)]
    .map(([name, lines]) => ({ name, lines, max: before.sliceLinesMax[name] ?? sliceLinesMax }))
    .filter(({ lines, max }) => lines > max)
    .map(({ name, lines, max }) => `The slice ${name} has ${lines} lines, ${max} are allowed. Look for the second noun in it.`)
  return [...grown, ...fat]
}

/** The measured numbers, with an allowance for each slice that is over the limit, to the next fifty. */
function ratchet(summary, house) {
  const fat = [...sliceLines(house)].filter(([, lines]) => lines > sliceLinesMax)
  return { ...summary, sliceLinesMax: Object.fromEntries(fat.map(([name, lines]) => [name, Math.ceil(lines / 50) * 50])) }
}

function print({ files, functions, summary }, house) {
  console.log('Longest files')
  for (const file of files.slice(0, 10)) console.log(`${String(file.lines).padStart(5)}  ${file.path}`)
  console.log('\nLongest functions')
  for (const found of functions.slice(0, 10)) console.log(`${String(found.lines).padStart(5)}  ${found.name}  ${found.path}:${found.line}`)
  console.log('\nSlices, lines without tests')
  for (const [name, lines] of sliceLines(house)) console.log(`${String(lines).padStart(5)}  ${name}`)
  console.log('\nImports between slices')
  for (const [pair, count] of couplingsOf(house)) console.log(`${String(count).padStart(5)}  ${pair}`)
  console.log(`\n${JSON.stringify(summary)}`)
}

async function main(args) {
  const house = await openHouse()
  const measured = measure(house)
  const before = JSON.parse(readFileSync(ratchetFile, 'utf8'))
  if (args.includes('--write')) return writeFileSync(ratchetFile, `${JSON.stringify(ratchet(measured.summary, house), null, 2)}\n`)
  if (!args.includes('--check')) print(measured, house)
  const faults = compare(measured.summary, before, house)
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}

if (isRunAs(import.meta.url)) await main(process.argv.slice(2))
