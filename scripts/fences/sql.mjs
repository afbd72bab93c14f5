import { lineOf, sliceOf, textsOf } from '../house.mjs'
import { isMachineWithSql } from '../rooms.mjs'

/** A statement, not a sentence: ours are in small letters. */
export const isSql = (text) =>
  /^\s*(select\s|insert\s+into\s|update\s+\w+(\s+\w+)?\s+set\s|delete\s+from\s|lock\s+table\s|with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s)/.test(
    text,
  )

/** Words that look like `from table` or `update table` and name no table. */
const notTables = [
  [/\bis\s+(not\s+)?distinct\s+from\b/gi, 'is'],
  [/\bfor\s+(no\s+key\s+)?(update|share)(\s+of\s+\w+)?/gi, ' '],
  [/\bdo\s+update\s+set\b/gi, ' '],
  [/\b(extract|trim|substring|overlay|position)\s*\([^()]*\)/gi, ' '],
  [/--[^\n]*/g, ' '],
  [/'[^']*'/g, "''"],
]

/** The tables and views that a statement names, without its own `with` names and without functions. */
export function tablesIn(sql) {
  const text = notTables.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), sql)
  const own = new Set(
    [...text.matchAll(/\b(\w+)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+materialized\s+|materialized\s+)?\(/gi)].map((match) =>
      match[1].toLowerCase(),
    ),
  )
  const named = [...text.matchAll(/\b(?:from|join|into|update|truncate|table|using)\s+(?:only\s+|lateral\s+)?([a-z_][\w.]*)(\s*\()?/gi)]
  const inserted = (match) => /into\s/i.test(match[0])
  return [
    ...new Set(
      named
        .filter((match) => match[2] === undefined || inserted(match))
        .map((match) => match[1].toLowerCase())
        .filter((name) => !own.has(name) && !['select', 'set', 'lateral', 'unnest', 'values', 'if'].includes(name)),
    ),
  ]
}

/** The tables and views that a migration makes. */
function madeBy(sql) {
  const pattern = /create\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:materialized\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?(\w+)/gi
  return [...sql.matchAll(pattern)].map((match) => match[1].toLowerCase())
}

function tablesOfSlices(house) {
  // Made by the migrator itself, before the first migration.
  const made = new Map([['kernel', ['migration']]])
  for (const file of house.migrations) {
    const owner = sliceOf(file.path) ?? 'kernel'
    made.set(owner, [...(made.get(owner) ?? []), ...madeBy(file.text)])
  }
  return made
}

/** A slice reads and writes its own tables; of others it sees published views (`pub_…`). */
export function ownTablesOnly(house) {
  const made = tablesOfSlices(house)
  const faults = []
  for (const file of house.sources.filter((source) => /^src\/(slices|kernel|server)\//.test(source.path) && !source.isTest)) {
    const own = new Set(made.get(sliceOf(file.path) ?? 'kernel'))
    for (const { node, text } of textsOf(file).filter((found) => isSql(found.text))) {
      const foreign = tablesIn(text).filter((name) => !own.has(name) && !name.startsWith('pub_') && !name.startsWith('pg_') && name !== '?')
      for (const name of foreign)
        faults.push({
          path: file.path,
          line: lineOf(file, node),
          message: `The table ${name} is not of this slice. Call the owner's read function, or select from a view that it publishes (pub_…).`,
        })
    }
  }
  return faults
}

const sqlRooms = /^src\/kernel\/|^src\/server\/|^src\/slices\/(.+\/)?store(\.ts$|\/)/

/** SQL is plain and lives in stores. */
export function sqlLivesInStores(house) {
  return house.sources
    .filter((file) => !file.isTest && !sqlRooms.test(file.path) && !isMachineWithSql(file.path))
    .flatMap((file) =>
      textsOf(file)
        .filter(({ text }) => isSql(text) && /\b(from|set|values|table)\b/.test(text))
        .map(({ node }) => ({ path: file.path, line: lineOf(file, node), message: 'SQL lives in store.ts. Move this statement there.' })),
    )
}

/** Migrations are numbered once in the house, and named for what they do. */
export function migrationsAreNumbered(house) {
  const faults = []
  const seen = new Map()
  for (const file of house.migrations) {
    const name = file.path.split('/').at(-1)
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
    if (!number) faults.push({ path: file.path, message: 'Name it NNNN-what-it-does.sql.' })
    else if (seen.has(number))
      faults.push({ path: file.path, message: `Number ${number} is taken by ${seen.get(number)}. Take the next free one.` })
    else seen.set(number, file.path)
  }
  return faults
}

const sqlClock =
  /\b(now|random|gen_random_uuid|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\b(current_timestamp|current_date|localtimestamp)\b/i

/** The database has no clock and no chance of its own: times and ids come as parameters. */
export function sqlTakesTimesAsParameters(house) {
  const message = 'Pass the time or the id as a parameter: a replay must get the same answer twice.'
  const inFiles = house.migrations
    .filter((file) => sliceOf(file.path))
    .flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) => (sqlClock.test(line.replace(/--.*/, '')) ? [{ path: file.path, line: index + 1, message }] : [])),
    )
  const inStores = house.sources
    .filter((file) => sliceOf(file.path) && !file.isTest)
    .flatMap((file) =>
      textsOf(file)
        .filter(({ text }) => isSql(text) && sqlClock.test(text))
        .map(({ node }) => ({ path: file.path, line: lineOf(file, node), message })),
    )
  return [...inFiles, ...inStores]
}
