import ts from 'typescript'
import { lineOf, sliceOf, visit } from '../house.mjs'
import { isMachine } from '../rooms.mjs'

/** `performance.now()` is free everywhere: it measures waiting and is never stored. */
const clockAllowed = /^src\/(kernel\/clock\.ts|kernel\/postgres\/|sdk\/chance\.ts|server\/|cli\/|console\/|slices\/[^/]+\/console\/)/
const forbiddenCalls = new Set(['Date.now', 'Math.random', 'crypto.getRandomValues', 'crypto.randomUUID', 'process.hrtime'])
const chance = new Set(['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'randomFill', 'getRandomValues', 'uuidv7', 'hrtime'])

function readsClockOrChance(node, file) {
  if (ts.isNewExpression(node)) return node.expression.getText(file.tree) === 'Date' && (node.arguments?.length ?? 0) === 0
  if (!ts.isCallExpression(node)) return false
  const called = node.expression.getText(file.tree)
  return called === 'Date' || forbiddenCalls.has(called) || chance.has(called.split('.').at(-1))
}

/** One clock, one randomness: both are passed in, so a test or a replay can run a year twice and get the same answer. */
export function oneClockOneChance(house) {
  const faults = []
  for (const file of house.sources.filter((source) => !source.isTest && !clockAllowed.test(source.path))) {
    visit(file.tree, (node) => {
      if (readsClockOrChance(node, file))
        faults.push({
          path: file.path,
          line: lineOf(file, node),
          message: 'Take the time from ctx.now and chance from the port in kernel/clock.ts.',
        })
    })
  }
  return faults
}

/** A write is declared with write({ scope, action, run }); who opens a transaction alone forgets scope and audit. */
export function writesAreDeclared(house) {
  const faults = []
  for (const file of house.sources.filter((source) => !source.isTest && sliceOf(source.path) && !isMachine(source.path))) {
    visit(file.tree, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
      const name = node.expression.name.text
      if (name === 'tx' && node.arguments.length === 1)
        faults.push({
          path: file.path,
          line: lineOf(file, node),
          message: 'Declare the act with write({ scope, action, run }) instead of opening a transaction.',
        })
    })
  }
  return faults
}
