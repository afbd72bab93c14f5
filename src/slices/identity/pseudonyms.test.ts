import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemChance } from '#kernel/clock.ts'
import { pseudonymKeyOf, pseudonymOf } from './auth/pseudonym-key.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pilotage-pseudonyms-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('the key is made once, kept, and only its owner may read it', () => {
  const key = pseudonymKeyOf(join(directory, 'new'), systemChance())
  expect(key).toHaveLength(32)
  expect(pseudonymKeyOf(join(directory, 'new'), systemChance())).toEqual(key)
  expect(statSync(join(directory, 'new', 'pseudonym.key')).mode & 0o077).toBe(0)
})

test('a file that holds no key is refused, never replaced', () => {
  writeFileSync(join(directory, 'pseudonym.key'), 'half')
  expect(() => pseudonymKeyOf(directory, systemChance())).toThrow(/does not hold the key/)
})

test('the same id is the same pseudonym under one key, and another as a customer, under another id or another key', () => {
  const key = systemChance().bytes(32)
  const one = pseudonymOf(key, 'teammate', 'ada@example.com')
  expect(pseudonymOf(key, 'teammate', 'ada@example.com')).toBe(one)
  expect(one).not.toContain('ada')
  const others = [
    pseudonymOf(key, 'customer', 'ada@example.com'),
    pseudonymOf(key, 'teammate', 'ada@example.org'),
    pseudonymOf(Buffer.alloc(32, 1), 'teammate', 'ada@example.com'),
  ]
  expect(new Set([one, ...others]).size).toBe(4)
})
