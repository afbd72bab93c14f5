import { posix } from 'node:path'

const heavy = /playwright-core|\/kernel\/postgres\/(supervisor|cluster)|\/tests\/(database|embedded)\.ts$/

function targetOf(specifier, from) {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier
}

/** Tests that reach neither a database nor a browser through anything that they import. */
export function quickTests({ files }) {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const known = new Map()

  function isHeavy(path) {
    if (heavy.test(`/${path}`)) return true
    const file = byPath.get(path)
    if (!file || !/\.tsx?$/.test(path)) return false
    if (!known.has(path)) {
      known.set(path, false)
      const imports = [...file.text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => targetOf(match[1], path))
      known.set(path, imports.some(isHeavy))
    }
    return known.get(path)
  }

  const tests = files.filter((file) => /^(src|tests)\/.+\.test\.tsx?$/.test(file.path))
  return tests.filter((file) => !isHeavy(file.path) && !file.path.startsWith('src/kernel/postgres/')).map((file) => file.path)
}
