// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { valueText } from './facts.tsx'
import { type DecisionSummary, newerThan } from './live-list.ts'
import { nameOf, typeName } from './names.ts'

test('ids are read as words, and a title wins over them', () => {
  expect(nameOf('airline.cancel_reservation')).toBe('Airline: cancel reservation')
  expect(typeName(new Map([['refund', 'Refund a customer']]), 'refund')).toBe('Refund a customer')
  expect(typeName(new Map(), 'gift-card')).toBe('Gift card')
})

test('values are told as a person says them', () => {
  expect([true, 3, '', [], ['a', 'b'], null].map(valueText)).toEqual(['yes', '3', 'nothing', 'nothing', 'a and b', 'nothing'])
  expect(valueText('2024-05-15T12:00:00Z')).toContain('2024')
  expect(valueText({ a: 1 })).toBe('{\n  "a": 1\n}')
})

const decision = (id: string) => ({ id }) as DecisionSummary

test('only what is newer than the first decision on screen waits above it', () => {
  expect(newerThan([decision('3'), decision('1')], [decision('5'), decision('4'), decision('3')])).toBe(2)
  expect(newerThan([], [decision('1')])).toBe(1)
  expect(newerThan([decision('3')], [decision('2')])).toBe(0)
})
