import { expect, test } from 'vitest'
import { compileStandard } from './compile.ts'
import { evaluate } from './evaluate.ts'
import type { Standard } from './standard.ts'

function standardOf(when: string): Standard {
  return {
    standard: 'airline.refund',
    title: 'Refund',
    inputs: {
      refund: { type: 'money', currency: 'USD' },
      fee: { type: 'money', currency: 'EUR' },
      hours: { type: 'number', unit: 'hours' },
      cabin: { type: 'choice', of: ['economy', 'business'] },
      insured: { type: 'flag' },
      reason: { type: 'text' },
      topics: { type: 'texts' },
      booked_at: { type: 'time' },
    },
    parameters: { refund_max: { type: 'money', currency: 'USD', default: 500, min: 0, max: 1000, looser: 'higher' } },
    requires: {},
    rules: [{ id: 'only', when, tier: 'autonomous', because: 'It holds.' }],
    examples: [],
  }
}

function faultOf(when: string) {
  const { compiled, faults } = compileStandard(standardOf(when))
  const fault = faults.find((found) => !found.warning)
  expect(compiled === undefined).toBe(fault !== undefined)
  return fault && { column: fault.column, message: fault.message, write: fault.write }
}

const inputs = {
  refund: 100,
  fee: 1,
  hours: 3,
  cabin: 'economy',
  insured: true,
  reason: 'Too LATE',
  topics: ['refund', 'late'],
  booked_at: '2024-05-15T12:00:00Z',
}

function holds(when: string): boolean {
  const { compiled, faults } = compileStandard(standardOf(when))
  expect(faults.filter((fault) => !fault.warning)).toEqual([])
  return evaluate(compiled!, { inputs, localHour: 9, localWeekday: 'mon' }).tier === 'autonomous'
}

test.each([
  ['refund > 99 && refund >= 100.0 && refund == 100', true],
  ['refund * 2 + 1 <= 201 && refund / 4 == 25', true],
  ['-refund < 0 && refund - refund_max == -400', true],
  ['cabin in ["economy", "business"] && cabin != "business"', true],
  ['hours in [1, 2, 3.0]', true],
  ['"late" in topics && size(topics) == 2 && topics.size() > 1', true],
  ['topics.exists(t, t.startsWith("re")) && topics.all(t, size(t) > 3)', true],
  ['reason.lowerAscii().contains("late") && !reason.contains("late")', true],
  ['booked_at + duration("1h30m") < timestamp("2024-05-15T15:31:00+02:00")', true],
  ['booked_at - timestamp("2024-05-14T12:00:00Z") == duration("24h")', true],
  ['local_hour >= 8 && local_weekday in ["mon", "tue"]', true],
  ['insured ? refund < 50 : refund < 500', false],
  ['topics.exists(t, t == "Refund")', false],
])('%s is %s', (when, expected) => {
  expect(holds(when)).toBe(expected)
})

test.each([
  ['refnd > 100', 1, '“refnd” is no input', 'refund'],
  ['refund <= refund_mx', 11, '“refund_mx” is no input', 'refund_max'],
  ['cabin == "busines"', 10, 'not one of its choices, which are economy, business', '"business"'],
  ['cabin in ["economy", "first"]', 22, '“first” is not one of its choices', undefined],
  ['local_weekday == "monday"', 18, 'not one of its choices', '"mon"'],
  ['refund', 1, 'must be true or false; this one is a number', undefined],
  ['refund > "100"', 1, '“refund” is a number and “"100"” is a text', undefined],
  ['refund + "1" > 2', 1, 'does not work between them', undefined],
  ['(refund + (hours)) == reason', 2, '“refund + (hours)” is a number', undefined],
  ['insured && refund', 12, '“refund” is a number; here it must be true or false', undefined],
  ['refund < fee', 1, '“refund” is in USD and “fee” in EUR', undefined],
  ['reason < "b"', 1, 'compares numbers, times or spans of time', undefined],
  ['refund / hours > 3', 10, 'Divide only by a number that is written out', undefined],
  ['refund / 0 > 3', 10, 'Divide only by a number that is written out', undefined],
  ['refund > 100 and insured', 14, '“and” is not CEL', '&&'],
  ['not insured', 1, '“not” is not CEL', '!'],
  ['refund = 100', 8, '“=” is not CEL', '=='],
  ['refund <> 100', 8, '“<>” is not CEL', '!='],
  ['(refund > 100', 14, 'not valid CEL: Expected “)”, got the end of the condition', undefined],
  ['', 1, 'not valid CEL', undefined],
  ['reason.matches("(a+)+$")', 1, '“matches” is refused', 'contains, startsWith or endsWith'],
  ['reason.startWith("a")', 1, '“startWith” is not supported', 'startsWith'],
  ['reason.contains(cabin)', 17, 'with a text in quotes', undefined],
  ['reason.constructor("a")', 1, '“constructor” is not supported', undefined],
  ['toString("a") == "b"', 1, '“toString” is not supported', undefined],
  ['constructor == constructor', 1, '“constructor” is no input', undefined],
  ['topics[0] == "a"', 1, 'cannot be picked', undefined],
  ['topics.map(t, t) == topics', 1, '“map” is not supported', undefined],
  ['refund % 2 == 1', 1, 'Remainders are not supported', undefined],
  ['refund > 5u', 10, 'cannot be used here', undefined],
  ['refund > 99999999999999999999', 10, 'too large', undefined],
  ['booked_at > timestamp("2024-02-30T00:00:00Z")', 23, 'no time', '"2024-05-15T12:00:00Z"'],
  ['booked_at - booked_at < duration("1 day")', 34, 'no span of time', '"24h"'],
  ['topics.exists(reason, reason == "a")', 15, 'already means something else', undefined],
  ['has(reason.x)', 1, '“has” is not supported', undefined],
])('%s is refused at column %i: %s', (...[when, column, message, write]) => {
  expect(faultOf(when)).toEqual({ column, message: expect.stringContaining(message), write })
})

test('values far apart cannot make a number infinite', () => {
  expect(faultOf(`${Array(30).fill('refund').join(' * ')} > 1`)?.message).toContain('beyond what a number can hold')
})

const listOf = (count: number) => `[${Array(count).fill('1').join(', ')}]`
const nested = (depth: number): string => (depth === 0 ? 'true' : `topics.all(t${depth}, ${nested(depth - 1)})`)

test.each([
  ['nested loops', nested(8)],
  ['loops over written lists', `${listOf(150)}.all(a, ${listOf(150)}.all(b, ${listOf(150)}.all(c, true)))`],
  ['a list that doubles itself', `size(${listOf(100)}.map(a, ${listOf(100)}.map(b, [a, b]))) > 1`],
  ['too long', `refund > 1${' || refund > 1'.repeat(10_000)}`],
  ['many parts', `${'1<2||'.repeat(390)}true`],
  ['deep brackets', `${'('.repeat(900)}true${')'.repeat(900)}`],
  ['deep negation', `${'!'.repeat(1990)}insured`],
  ['deep minus', `${'-'.repeat(1990)}refund > 1`],
  ['a chain of choices', `${'insured ? true : '.repeat(110)}true`],
  ['many searches', `false${' || reason.contains("a")'.repeat(60)}`],
  ['many searches in a loop', `topics.exists(t, false${' || t.contains("a")'.repeat(60)})`],
  ['a pattern that never ends', 'reason.matches("(a+)+(a+)+(a+)+$")'],
])('a CEL bomb of %s is refused at once', (_name, bomb) => {
  const start = process.cpuUsage()
  expect(faultOf(bomb)).toBeDefined()
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(500)
})

test('the costliest standard that is allowed still decides quickly on the largest inputs', () => {
  const search = Array.from({ length: 35 }, (_, index) => `reason.contains("${'a'.repeat(18)}${index}")`).join(' || ')
  const rules = Array.from({ length: 8 }, (_, index) => ({ id: `r${index}`, when: search, tier: 'review' as const, because: 'Long.' }))
  const { compiled, faults } = compileStandard({ ...standardOf('insured'), rules })
  expect(faults.filter((fault) => !fault.warning)).toEqual([])
  expect(compileStandard({ ...standardOf('insured'), rules: [...rules, { ...rules[0]!, id: 'one-more' }] }).faults[0]?.message).toContain(
    'too costly',
  )
  const start = process.cpuUsage()
  evaluate(compiled!, { inputs: { ...inputs, reason: 'a'.repeat(10_000), topics: Array(100).fill('a'.repeat(100)) } })
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000)
})
