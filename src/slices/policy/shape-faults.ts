import { nearest } from '#kernel/nearest.ts'
import { type Fault, faultAt, type Path, type Place } from './fault.ts'
import { typeInWords } from './inputs.ts'
import { standardJsonSchema } from './json-schema.ts'

/** What zod says about a value that has the wrong shape, as far as it is used here. */
export type ShapeIssue = {
  code: string
  path: Path
  message: string
  expected?: string
  origin?: string
  minimum?: number
  maximum?: number
  values?: unknown[]
  options?: unknown[]
  keys?: string[]
  issues?: ShapeIssue[]
}

export type ShapeSource = { place: Place; keyPlace: (path: Path) => ReturnType<Place>; value: unknown }

/** Says in plain words what is wrong with the shape of a standard. */
export function shapeFaults(issues: ShapeIssue[], source: ShapeSource): Fault[] {
  return issues.flatMap((issue) => {
    const rule = ruleAt(source.value, issue.path)
    const named = rule === undefined ? {} : { rule }
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => ({ ...unknownKey([...issue.path, key], source), ...named }))
    const place = issue.code === 'invalid_key' ? () => source.keyPlace(issue.path) : source.place
    return [faultAt(place, { path: issue.path }, { ...named, ...inWords(issue, source.value) })]
  })
}

function unknownKey(path: Path, source: ShapeSource): Fault {
  const key = String(path.at(-1))
  const known = keysAt(path.slice(0, -1))
  const near = nearest(key, known)
  const hint = near === undefined ? { message: `“${key}” has no meaning here; known are ${known.join(', ')}.` } : undefined
  return faultAt(() => source.keyPlace(path), { path }, hint ?? { message: `“${key}” has no meaning here.`, write: near })
}

function inWords(issue: ShapeIssue, root: unknown): Pick<Fault, 'message' | 'write'> {
  const value = valueAt(root, issue.path)
  const key = String(issue.path.at(-1) ?? 'the file')
  if (issue.code === 'invalid_key') return { message: `“${key}” is not a possible name. ${issue.issues?.[0]?.message ?? ''}` }
  if (value === undefined) return { message: `“${key}” is missing.` }
  const allowed = issue.values ?? issue.options
  if (allowed !== undefined) return notAllowed(key, value, allowed.map(String))
  if (issue.code === 'too_small' || issue.code === 'too_big') return { message: sizeInWords(key, issue) }
  if (issue.code === 'invalid_format') return { message: `“${key}” is not well formed. ${issue.message}` }
  return { message: `“${key}” must be ${expectedInWords(issue.expected)}, got ${typeInWords(value)}.` }
}

function notAllowed(key: string, value: unknown, allowed: string[]): Pick<Fault, 'message' | 'write'> {
  const write = typeof value === 'string' ? nearest(value, allowed) : undefined
  return { message: `“${key}” must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}.`, write }
}

const unitOf: Record<string, string> = { string: ' characters', array: ' entries' }

function sizeInWords(key: string, issue: ShapeIssue): string {
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin !== 'number') return `“${key}” is empty.`
  const unit = unitOf[issue.origin ?? ''] ?? ''
  return issue.code === 'too_small'
    ? `“${key}” must be at least ${issue.minimum}${unit}.`
    : `“${key}” must be at most ${issue.maximum}${unit}.`
}

const typeWords: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a table of names and values',
  record: 'a table of names and values',
}

function expectedInWords(expected = ''): string {
  return typeWords[expected] ?? expected
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (isTable(value) && Object.hasOwn(value, step) ? value[step] : undefined), root)
}

function isTable(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}

/** The id of the rule that a path runs through, if it has one. */
function ruleAt(root: unknown, path: Path): string | undefined {
  const at = path.lastIndexOf('rules')
  const id = at < 0 || typeof path[at + 1] !== 'number' ? undefined : valueAt(root, [...path.slice(0, at + 2), 'id'])
  return typeof id === 'string' ? id : undefined
}

type Schema = { properties?: Record<string, Schema>; additionalProperties?: Schema; items?: Schema; oneOf?: Schema[] }

/** The keys that the schema knows at a path. */
function keysAt(path: Path): string[] {
  let found: Schema[] = [standardJsonSchema as Schema]
  for (const step of path) {
    found = found
      .flatMap((schema) => schema.oneOf ?? [schema])
      .flatMap((schema) => (typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties)) ?? [])
  }
  const keys = found.flatMap((schema) => schema.oneOf ?? [schema]).flatMap((schema) => Object.keys(schema.properties ?? {}))
  return [...new Set(keys)]
}
