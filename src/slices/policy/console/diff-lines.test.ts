import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffLine, diffLines, nearDifferences } from './diff-lines.ts'

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
const side = (lines: DiffLine[], left: DiffLine['kind']) =>
  lines
    .filter((line) => line.kind !== left)
    .map((line) => line.text)
    .join('\n')

test('from the differences both texts can be read back, line by line', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = diffLines(before, after)
      expect(side(lines, 'after')).toBe(before)
      expect(side(lines, 'before')).toBe(after)
    }),
  )
})

test('only what was changed is shown as changed', () => {
  const lines = diffLines('one\ntwo\nthree\nfour', 'one\n2\nthree\nfour')
  expect(lines.map((line) => line.kind)).toEqual(['both', 'before', 'after', 'both', 'both'])
  expect(diffLines('same\ntext', 'same\ntext').every((line) => line.kind === 'both')).toBe(true)
})

test('what is alike far from a difference is left out, and marked once', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].join('\n')
  const lines = nearDifferences(diffLines(before, before.replace('g', 'G')), 1)
  expect(lines.map((line) => line?.text ?? null)).toEqual([null, 'f', 'g', 'G'])
})
