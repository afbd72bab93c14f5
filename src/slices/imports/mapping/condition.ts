import type { Condition, Plain } from './form.ts'
import { fieldGetter, plainText, type Row } from './row.ts'

/** Whether all that a condition asks of a row holds. */
export function compileCondition(condition: Condition, isUnknown: (value: unknown) => boolean): (row: Row) => boolean {
  const tests = Object.entries(condition).map(([field, wanted]) => {
    const get = fieldGetter(field)
    const test = compileTest(wanted, isUnknown)
    return (row: Row) => test(get(row))
  })
  return (row) => tests.every((test) => test(row))
}

type Wanted = Condition[string]

function compileTest(wanted: Wanted, isUnknown: (value: unknown) => boolean): (value: unknown) => boolean {
  if (typeof wanted !== 'object') return isOneOf([wanted])
  if (Array.isArray(wanted)) return isOneOf(wanted)
  if ('present' in wanted) return (value) => isUnknown(value) !== wanted.present
  if ('least' in wanted) return (value) => !isUnknown(value) && Number(value) >= wanted.least
  if ('most' in wanted) return (value) => !isUnknown(value) && Number(value) <= wanted.most
  const isIt = isOneOf([wanted.not].flat())
  return (value) => !isIt(value)
}

/** By their texts: a CSV has nothing else, and 1 and "1" are the same to whoever writes a mapping. */
function isOneOf(plains: readonly Plain[]): (value: unknown) => boolean {
  const texts = new Set(plains.map(String))
  return (value) => value !== undefined && value !== null && texts.has(plainText(value))
}
