import { expect } from 'vitest'
import type { Outcome } from './ordeal.ts'

/** All that must hold after any ordeal. */
export function expectNothingLost({ seen, records, exported, wrong, stopCode, left }: Outcome): void {
  expect(wrong).toEqual([])
  expect(seen.acknowledged.length).toBeGreaterThan(100)
  expect(records.decisions.length).toBe(seen.acknowledged.length)
  expect(records.keys).toBe(records.decisions.length)
  expect(records.rollups.length).toBeGreaterThan(0)
  expect(records.rollupsRebuilt).toEqual(records.rollups)
  expect(new Set(exported.decisionIds)).toEqual(new Set(records.decisions.map(({ id }) => id)))
  expect(exported.entries).toBe(records.decisions.length + records.auditEntries)
  expect(exported.verdict).toContain('The ledger holds')
  expect(exported.code).toBe(0)
  expect(stopCode).toBe(0)
  expect(left).toEqual([])
}
