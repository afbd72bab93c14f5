import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from '#kernel/nearest.ts'
import { readRegistryFile } from './registry-file.ts'

const faultsOf = (text: string) => {
  const { faults, entries } = readRegistryFile(text)
  return [...faults, ...entries.flatMap((entry) => entry.faults)]
}

const good = `registry: 1
aiAgents:
  - id: refund-bot
    name: Refund bot
    function: Refunds
    version: "1.10"
    launchedOn: 2026-03-01
    accountableOwner: ADA@example.com
    card:
      whatItDoes: Answers questions about refunds.
      dataItReads: [Orders]
    deployments:
      - team: billing
`

describe('reading the YAML of a registry', () => {
  test('gives every AI agent with its line and what was said', () => {
    const { faults, entries } = readRegistryFile(good)
    expect(faults).toEqual([])
    expect(entries).toMatchObject([
      { line: 3, id: 'refund-bot', faults: [], told: { accountableOwner: 'ada@example.com', launchedOn: '2026-03-01', version: '1.10' } },
    ])
    expect(entries[0]?.told?.deployments).toEqual([{ team: 'billing', process: 'general' }])
    expect(entries[0]?.told?.vendor).toBeUndefined()
    expect(entries[0]?.lineOf(['deployments', 0])).toBe(13)
  })

  test.each([
    [
      'a misspelt key, with the key that was meant',
      good.replace('    function:', '    fucntion:'),
      /^5: .*"fucntion" has no meaning here\. Did you mean "function"\?/,
    ],
    ['a misspelt key inside the card', good.replace('dataItReads', 'dataItRead'), /^11: .*Did you mean "dataItReads"\?/],
    ['a misspelt key of a deployment', good.replace('- team', '- taem'), /^13: .*Did you mean "team"\?/],
    ['a key that resembles nothing', good.replace('    function: Refunds', '    purpose: Refunds'), /^5: .*known are id, name, function/],
    ['a version that YAML reads as a number', good.replace('"1.10"', '1.10'), /^6: .*"version" must be a text: put it in quotes/],
    ['a day that is none', good.replace('2026-03-01', '2026-02-30'), /^7: .*write a day as YYYY-MM-DD/],
    ['an owner that is no address', good.replace('ADA@example.com', 'Ada'), /^8: .*write an e-mail address/],
    [
      'a stage that does not exist',
      good.replace('    name: Refund bot', '    name: Refund bot\n    stage: pilto'),
      /^5: .*Did you mean "pilot"\?/,
    ],
    ['a list where one text is wanted', good.replace('Refund bot', '[Refund, bot]'), /^4: .*"name" must be a text\./],
    ['an empty name', good.replace('Refund bot', '""'), /^4: .*"name" is empty\./],
    ['a missing id', good.replace('- id: refund-bot\n    name', '- name'), /^3: .*"id" is missing\./],
    ['another version of the form', good.replace('registry: 1', 'registry: 2'), /^1: .*Write "registry: 1"/],
    ['a key beside aiAgents', `${good}teams: []\n`, /^14: .*"teams" has no meaning here/],
    ['too many at once', `registry: 1\naiAgents:\n${'  - {}\n'.repeat(2001)}`, /^3: Write a list of at most 2000/],
    ['a day before all computers', good.replace('2026-03-01', '0000-01-01'), /^7: .*write a day after 1900/],
    ['half a character', good.replace('Refund bot', '"\\ud800"'), /^4: .*broken Unicode/],
    ['no list', 'registry: 1\naiAgents: none\n', /^2: .*Write a list/],
    ['text that is no YAML', 'registry: 1\naiAgents: [\n', /^3: .*not valid YAML/],
    ['a plain sentence', 'hello', /^1: .*must begin with "registry: 1"/],
    ['nothing', '', /^1: .*must begin with "registry: 1"/],
    ['an alias', 'registry: 1\naiAgents:\n  - &a { id: x, name: x, function: y }\n  - *a\n', /^4: .*alias/],
    ['the same key twice', good.replace('    function', '    name: Again\n    function'), /^5: .*not valid YAML/],
  ])('refuses %s', (_title, text, fault) => {
    const [first] = faultsOf(text)
    expect(`${first?.line}: ${first?.message}`).toMatch(fault)
  })

  test('tells every fault at once, also those of the next AI agent', () => {
    const two = `${good}  - id: Other Bot\n    stage: huge\n`
    expect(faultsOf(two.replace('    function', '    funktion')).map((fault) => fault.line)).toEqual([5, 14, 15])
  })

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'registry: 1\n',
      'aiAgents:\n',
      '  - id: a\n',
      '    card: ',
      '{',
      '[',
      '- ',
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '__proto__: ',
      '"',
      '\n',
      '!!x ',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        const { faults, entries } = readRegistryFile(pieces.join(''))
        for (const fault of [...faults, ...entries.flatMap((entry) => entry.faults)]) expect(fault.line).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  test('refuses text that is nested without end', () => {
    expect(faultsOf(`aiAgents: ${'['.repeat(50_000)}`)).not.toEqual([])
  })
})

describe('the nearest word', () => {
  test('is none when every word is far away', () => {
    expect(nearest('purpose', ['id', 'name', 'function'])).toBeUndefined()
    expect(nearest('fucntion', ['id', 'name', 'function'])).toBe('function')
    expect(nearest('x', [])).toBeUndefined()
  })

  test('counts letters the same in both directions', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3)
    expect(editDistance('taem', 'team')).toBe(1)
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
      }),
    )
  })
})
