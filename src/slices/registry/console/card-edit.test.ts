import { expect, test } from 'vitest'
import { editOf, movedFields, toText } from './card-edit.ts'
import type { Form } from './detail.ts'

const field = (name: string, kind: 'text' | 'list'): Form[number] => ({ field: name, form: kind, label: name, why: '', isRequired: true })
const form = [field('whatItDoes', 'text'), field('knownLimits', 'list'), field('model', 'text')]
const before = toText({ whatItDoes: 'Refunds', knownLimits: ['No stores', 'No vouchers'], model: 'one' }, form)

test('an edit names only what was changed, lists line by line, and empties a field with null', () => {
  const after = { ...before, knownLimits: ' No stores \n\nNo gift cards\n', model: '  ' }
  expect(editOf(before, after, form)).toEqual({ knownLimits: ['No stores', 'No gift cards'], model: null })
  expect(editOf(before, before, form)).toEqual({})
})

test('a conflict shows the fields that somebody else changed meanwhile', () => {
  const now = toText({ whatItDoes: 'Refunds and returns', knownLimits: ['No stores', 'No vouchers'] }, form)
  expect(movedFields(before, now, form).map((one) => one.field)).toEqual(['whatItDoes', 'model'])
})
