import { posix } from 'node:path'
import ts from 'typescript'
import { lineOf, sliceOf, visit } from '../house.mjs'

/** The folders and src/floors.mjs name the same slices, and each has a README for the map. */
export function slicesStandOnFloors(house) {
  const known = new Set(house.floors.flat())
  const found = new Set(house.files.map((file) => sliceOf(file.path)).filter(Boolean))
  const strangers = [...found].filter((name) => !known.has(name))
  const missing = [...known].filter((name) => !found.has(name))
  const silent = [...found].filter((name) => known.has(name) && !house.has(`src/slices/${name}/README.md`))
  return [
    ...strangers.map((name) => ({ path: `src/slices/${name}`, message: 'This folder has no floor. Add it to src/floors.mjs.' })),
    ...missing.map((name) => ({
      path: 'src/floors.mjs',
      message: `The slice ${name} has no folder. Make it with npm run new-slice, or delete its line.`,
    })),
    ...silent.map((name) => ({
      path: `src/slices/${name}`,
      message: 'Write its README.md: the first line says in one sentence what the slice is for.',
    })),
  ]
}

/** An import that leaves a slice starts with `#`, so that the floors can be read from the text. */
export function leavingStartsWithHash(house) {
  const faults = []
  for (const file of house.sources.filter((source) => sliceOf(source.path) && !source.isTest)) {
    visit(file.tree, (node) => {
      if (!ts.isStringLiteral(node) || !node.text.startsWith('../')) return
      if (!ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent) && !ts.isCallExpression(node.parent)) return
      const target = posix.join(posix.dirname(file.path), node.text)
      if (sliceOf(`${target}/`) === sliceOf(file.path)) return
      faults.push({ path: file.path, line: lineOf(file, node), message: `"${node.text}" leaves the slice. Write the import with #.` })
    })
  }
  return faults
}

/** A front door holds named re-exports and nothing else. */
export function frontDoorsOnlyReExport(house) {
  const doors = house.sources.filter((file) => /^src\/slices\/[^/]+\/(index|offline)\.ts$/.test(file.path))
  return doors.flatMap((file) =>
    file.tree.statements
      .filter((statement) => !ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined)
      .map((statement) => ({
        path: file.path,
        line: lineOf(file, statement),
        message: 'A front door only says what is public: `export { … } from …`. Move this to a room.',
      })),
  )
}

/** Classes exist for errors only; everything else is data and functions. */
export function classesAreErrors(house) {
  const faults = []
  for (const file of house.sources.filter((source) => !source.isTest)) {
    visit(file.tree, (node) => {
      if (!ts.isClassLike(node)) return
      const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText(file.tree) ?? ''
      if (!parent.endsWith('Error'))
        faults.push({
          path: file.path,
          line: lineOf(file, node),
          message: 'Write a function that returns an object; classes are for errors.',
        })
    })
  }
  return faults
}

const emptyName = /(Service|Manager|Helpers?|Utils?|Data|Info)$/

function isEmptyName(name, node, file) {
  if (emptyName.test(name)) return true
  if (ts.isInterfaceDeclaration(node)) return /^I[A-Z]/.test(name)
  return /^handle[A-Z]/.test(name) && !file.path.endsWith('.tsx')
}

function declaredIn(file) {
  const nodes = file.tree.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement],
  )
  return nodes.flatMap((node) => (node.name && ts.isIdentifier(node.name) ? [{ node, name: node.name.text }] : []))
}

/** Names say what a thing is; some endings say nothing. */
export function namesMeanSomething(house) {
  return house.sources.flatMap((file) =>
    declaredIn(file)
      .filter(({ node, name }) => isEmptyName(name, node, file))
      .map(({ node, name }) => ({
        path: file.path,
        line: lineOf(file, node),
        message: `"${name}" says nothing. Name the noun or the act.`,
      })),
  )
}

/** The lock installs from whatever registry the machine uses. */
export function lockNamesNoHost(house) {
  const lock = house.files.find((file) => file.path === 'package-lock.json')
  if (!lock || !/"resolved": "https?:/.test(lock.text)) return []
  return [{ path: lock.path, message: 'The lock names a registry host. Run npm install again: .npmrc leaves "resolved" out.' }]
}
