import * as z from 'zod/mini'
import { nearest } from '#kernel/nearest.ts'

export type ShapeFault = { path: PropertyKey[]; message: string }

type Issue = z.core.$ZodIssue

const unknown = 'unrecognized_keys'

/** Says in plain words what is wrong with the shape of a value. */
export function shapeFaults(shape: z.ZodMiniType, found: { issues: readonly Issue[]; value: unknown }): ShapeFault[] {
  // A key that nobody knows often explains why another one is missing, so it comes first.
  const ordered = [...found.issues].sort((a, b) => Number(b.code === unknown) - Number(a.code === unknown))
  return ordered.slice(0, 50).flatMap((issue) => {
    if (issue.code !== unknown) return [{ path: issue.path, message: inWords(issue, found.value) }]
    const known = keysAt(shape, issue.path)
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, known) }))
  })
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return near === undefined
    ? `"${key}" has no meaning here; known are ${known.join(', ')}.`
    : `"${key}" has no meaning here. Did you mean "${near}"?`
}

function inWords(issue: Issue, root: unknown): string {
  const key = typeof issue.path.at(-1) === 'number' ? 'this entry' : `"${String(issue.path.at(-1) ?? 'the AI agent')}"`
  const value = issue.path.reduce<unknown>((held, step) => (held as Record<PropertyKey, unknown> | undefined)?.[step], root)
  if (value === undefined) return `${key} is missing.`
  switch (issue.code) {
    case 'invalid_value':
      return choice(key, value, issue.values.map(String))
    case 'invalid_type':
      return wrongType(key, value, issue.expected)
    case 'too_small':
      return `${key} is empty.`
    case 'too_big':
      return `${key} is longer than ${issue.maximum}.`
    case 'invalid_format':
      return `${key} is not well formed: ${formats[issue.format] ?? issue.message}.`
    default:
      return `${key} cannot be used: ${issue.message}.`
  }
}

const formats: Record<string, string> = { email: 'write an e-mail address', date: 'write a day as YYYY-MM-DD' }

const types: Record<string, string> = { string: 'a text', array: 'a list', object: 'a table of names and values' }

function wrongType(key: string, value: unknown, expected: string): string {
  if (expected === 'string' && typeof value === 'number') return `${key} must be a text: put it in quotes, "${value}".`
  return `${key} must be ${types[expected] ?? expected}.`
}

function choice(key: string, value: unknown, allowed: readonly string[]): string {
  const near = nearest(String(value), allowed)
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`
  return `${key} must be one of ${allowed.join(', ')}.${hint}`
}

type Json = { properties?: Record<string, Json>; items?: Json; anyOf?: Json[] }

/** The keys that the shape knows at a path. */
function keysAt(shape: z.ZodMiniType, path: readonly PropertyKey[]): string[] {
  let held = z.toJSONSchema(shape, { io: 'input' }) as Json
  for (const step of path) held = (typeof step === 'number' ? held.items : held.properties?.[String(step)]) ?? {}
  return Object.keys(held.properties ?? {})
}
