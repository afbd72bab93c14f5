import { posix } from 'node:path'

const embedded = /\/kernel\/postgres\/(supervisor|cluster)/
const browser = /playwright-core/
const database = /\/tests\/(database|embedded)\.ts$/
const heavy = new RegExp([browser, embedded, database].map((each) => each.source).join('|'))

function targetOf(specifier, from) {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier
}

/** Says of a file whether something that it imports, however far down, matches the pattern. */
function reaches(files, pattern) {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const known = new Map()

  return function isReaching(path) {
    if (pattern.test(`/${path}`)) return true
    const file = byPath.get(path)
    if (!file || !/\.tsx?$/.test(path)) return false
    if (!known.has(path)) {
      known.set(path, false)
      const imports = [...file.text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => targetOf(match[1], path))
      known.set(path, imports.some(isReaching))
    }
    return known.get(path)
  }
}

function testsOf(files) {
  const tests = files.filter((file) => /^(src|tests)\/.+\.test\.tsx?$/.test(file.path)).map((file) => file.path)
  return tests.filter((path) => !path.startsWith('src/kernel/postgres/'))
}

/** Tests that reach neither a database nor a browser through anything that they import. */
export function quickTests({ files }) {
  const isHeavy = reaches(files, heavy)
  return testsOf(files).filter((path) => !isHeavy(path))
}

/** Tests of what the product does with its database, whichever server that is. */
export function serverTests({ files }) {
  const [usesDatabase, usesBrowser] = [reaches(files, database), reaches(files, browser)]
  return testsOf(files).filter((path) => usesDatabase(path) && !usesBrowser(path))
}
