import { describe, expect, test } from 'vitest'
import { readStandard } from '#slices/policy/index.ts'
import { shippedStandards } from './standards.ts'

const files = shippedStandards('.', ['airline', 'retail', 'telecom'])

describe('shipped standards', () => {
  test('there is one for every kind of decision of the three domains', () => {
    expect(files.map(({ file }) => file).length).toBe(33)
  })

  test.each(files)('$file has no fault and no warning, and every example holds', ({ file, text }) => {
    const { faults, examples } = readStandard(text, file)
    expect(faults).toEqual([])
    expect(examples.filter((example) => !example.holds)).toEqual([])
    expect(examples.length).toBeGreaterThanOrEqual(3)
  })
})
