import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallError } from '#sdk/call.ts'
import { faultOfForm, faultsByField, isStale } from './faults.ts'
import { oneOf, readSearch, textOf, writeSearch } from './search.ts'

test('whatever text stands in an address comes back as it was', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' })
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text), (search) => {
      expect(readSearch(writeSearch(search).slice(1))).toEqual({ ...search })
    }),
  )
})

test('what is not set leaves no trace in the address, and a wrong value is as if it were not there', () => {
  expect(writeSearch({ team: undefined, tier: '' })).toBe('')
  expect(oneOf('weekly', ['1h', '7d'])).toBeUndefined()
  expect([textOf(7), textOf('x'.repeat(300))?.length]).toEqual([undefined, 200])
})

const refusal = (more: object) => new CallError({ type: '', title: '', status: 400, code: 'invalid', detail: 'No.', ...more })

test('a fault stands at its field; what belongs to no field stands at the form', () => {
  const error = refusal({ faults: [{ path: 'name', message: 'write a name' }] })
  expect(faultsByField(error)).toEqual({ name: 'Write a name.' })
  expect(faultOfForm(error, ['name'])).toBe('')
  expect(faultOfForm(error, ['email'])).toBe('No.')
  expect(faultOfForm(null, [])).toBe('')
})

test('a change by somebody else is told apart from other refusals', () => {
  expect([isStale(refusal({ code: 'stale' })), isStale(refusal({})), isStale(new Error('x'))]).toEqual([true, false, false])
})
