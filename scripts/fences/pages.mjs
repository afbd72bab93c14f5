import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const root = /^(src|tests|bench|bin|scripts|decisions|standards|samples|docs)\//
const pathLike = /^[\w.@/-]+(\/|\.(ts|tsx|mjs|md|json|sql|yaml|yml|png|css))$/

/** Paths in backticks that start at a folder of ours, and targets of relative links. */
function referencesIn(line) {
  const quoted = [...line.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]).filter((text) => pathLike.test(text) && root.test(text))
  const linked = [...line.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)].map((match) => match[1]).filter((text) => !/^[a-z]+:/.test(text))
  return { quoted, linked }
}

/** A path that a page names exists. */
export function pathsInPagesExist(house) {
  const faults = []
  for (const file of house.pages) {
    for (const [index, line] of file.text.split('\n').entries()) {
      const { quoted, linked } = referencesIn(line)
      const targets = [...quoted, ...linked.map((link) => posix.join(posix.dirname(file.path), link))]
      for (const target of targets.map((path) => path.replace(/\/$/, '')))
        if (!house.has(target)) faults.push({ path: file.path, line: index + 1, message: `${target} does not exist.` })
    }
  }
  return faults
}

/** A command that a page names can be run. */
export function commandsInPagesExist(house) {
  const { scripts } = JSON.parse(readFileSync(join(house.root, 'package.json'), 'utf8'))
  const builtIn = ['install', 'test', 'start']
  return house.pages.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) =>
      [...line.matchAll(/npm run ([\w:-]+)/g)]
        .map((match) => match[1])
        .filter((name) => !(name in scripts) && !builtIn.includes(name))
        .map((name) => ({ path: file.path, line: index + 1, message: `There is no npm run ${name}.` })),
    ),
  )
}

/** The five pages at the top stay short enough to be read. */
export function pagesStayShort(house) {
  return house.pages
    .filter((file) => /^[A-Z]+\.md$/.test(file.path) || file.path.startsWith('decisions/'))
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
    .filter((page) => page.lines > 200)
    .map((page) => ({ path: page.path, message: `${page.lines} lines. A page has at most 200.` }))
}
