import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as stand from './no-schemas.ts'

const contracts = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /^src\/(kernel|server|slices\/[^/]+)\/contract(\.ts|\/.+\.ts)$/.test(path))

/** Words of zod that a contract calls; capital letters begin types, which are gone in the browser. */
function calledIn(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/\bz\.([a-z_]\w*)(?=[.(])/g)].map((match) => match[1] as string)
}

test('every word of zod that a contract uses has its stand-in for the browser', () => {
  const called = new Set(contracts.flatMap(calledIn))
  expect(called.size).toBeGreaterThan(15)
  expect([...called].filter((name) => !(name in stand))).toEqual([])
})

test('a stand-in can be called, chained and spread like a schema', () => {
  const made = (stand.object as (shape: object) => { shape: object; check: (...rest: unknown[]) => unknown })({ a: 1 })
  expect({ ...made.shape }).toEqual({})
  expect(made.check(made, made)).toBe(made)
})
