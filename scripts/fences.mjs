import { resolve } from 'node:path'
import { oneClockOneChance, writesAreDeclared } from './fences/acts.mjs'
import { importRules, importsKeepTheRules } from './fences/imports.mjs'
import {
  classesAreErrors,
  frontDoorsOnlyReExport,
  leavingStartsWithHash,
  lockNamesNoHost,
  namesMeanSomething,
  slicesStandOnFloors,
} from './fences/layout.mjs'
import { commandsInPagesExist, pagesStayShort, pathsInPagesExist } from './fences/pages.mjs'
import { migrationsAreNumbered, ownTablesOnly, sqlLivesInStores, sqlTakesTimesAsParameters } from './fences/sql.mjs'
import { textsComeFromTheCatalogue, wordsAreOurs } from './fences/words.mjs'
import { openHouse } from './house.mjs'
import { isRunAs } from './run-as.mjs'

const fences = {
  imports: importsKeepTheRules,
  'slices-stand-on-floors': slicesStandOnFloors,
  'leaving-starts-with-hash': leavingStartsWithHash,
  'front-doors-only-re-export': frontDoorsOnlyReExport,
  'classes-are-errors': classesAreErrors,
  'names-mean-something': namesMeanSomething,
  'lock-names-no-host': lockNamesNoHost,
  'own-tables-only': ownTablesOnly,
  'sql-lives-in-stores': sqlLivesInStores,
  'migrations-are-numbered': migrationsAreNumbered,
  'sql-takes-times-as-parameters': sqlTakesTimesAsParameters,
  'one-clock-one-chance': oneClockOneChance,
  'writes-are-declared': writesAreDeclared,
  'words-are-ours': wordsAreOurs,
  'texts-come-from-the-catalogue': textsComeFromTheCatalogue,
  'paths-in-pages-exist': pathsInPagesExist,
  'commands-in-pages-exist': commandsInPagesExist,
  'pages-stay-short': pagesStayShort,
}

/** Every fault that the fences find in a house, each with the rule that it breaks. */
export async function findFaults(root) {
  const house = await openHouse(root)
  const found = await Promise.all(
    Object.entries(fences).map(async ([rule, check]) => (await check(house)).map((fault) => ({ rule, ...fault }))),
  )
  return found.flat()
}

async function main(args) {
  const rootAt = args.indexOf('--root')
  const faults = await findFaults(rootAt < 0 ? undefined : resolve(args[rootAt + 1]))
  if (args.includes('--rules'))
    return console.log(JSON.stringify([...Object.keys(fences).filter((rule) => rule !== 'imports'), ...importRules]))
  if (args.includes('--json')) return console.log(JSON.stringify(faults))
  for (const { rule, path, line, message } of faults) console.log(`${path}${line ? `:${line}` : ''}  ${message}  [${rule}]`)
  console.log(faults.length === 0 ? `All ${Object.keys(fences).length} fences hold.` : `${faults.length} faults.`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

if (isRunAs(import.meta.url)) await main(process.argv.slice(2))
