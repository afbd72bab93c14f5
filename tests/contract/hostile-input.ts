import fc from 'fast-check'
import type * as z from 'zod/mini'
import type { Route } from '#kernel/contract.ts'
import type { Headers } from './door.ts'
import type { Known } from './sample-input.ts'
import { type Shape, shapeOf } from './schema-shape.ts'

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = wrap(value)
  return value
}

/** Texts that broke somebody's server: zero bytes, halves of characters, signs of SQL, paths and templates, dates that are none. */
const nastyTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '\u202e\u200b\ufeff',
  '😀'.repeat(100),
  "'; drop table decision; --",
  '../../etc/passwd',
  '%00',
  '%',
  'a/b',
  '__proto__',
  'constructor',
  '{{7*7}}',
  'NaN',
  '-1',
  '1e309',
  '9007199254740993',
  '2026-02-30T25:61:61Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '-271821-04-20T00:00:00Z',
]

const nastyText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(10_000), '\u00e9'.repeat(70_000), '[{'.repeat(20_000)) },
)

const nastyNumber = fc.constantFrom(
  -1,
  0,
  -0.5,
  1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e100,
  1e308,
  -1e308,
  5e-324,
)

const nastyObject = fc.constantFrom<unknown>(
  {},
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { isAdmin: true } } },
  { toString: 1, hasOwnProperty: null, toJSON: 'x' },
  { '': 1, '\0': 2, '\ud800': '\udfff' },
  nested(40, (inner) => ({ inner })),
  nested(3000, (inner) => [inner]),
  Array.from({ length: 3000 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, index])),
)

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(nastyText, nastyNumber, nastyObject, fc.constantFrom<unknown>(null, true, [], [null]))

/** Input that is right in most places and hostile in some, so that it comes past the first check and deep into the house. */
export function hostileInput(route: Route, known: Known): fc.Arbitrary<Record<string, unknown>> {
  const fields = fieldsOf(route.input, { known, name: '' })
  const extra = fc.option(fc.tuple(fc.constantFrom('surprise', '__proto__', 'constructor', ''), hostileValue), { freq: 12, nil: undefined })
  return fc.tuple(fields, extra).map(([input, more]) => (more ? JSON.parse(withField(input, more)) : input))
}

/** By text, because an object literal would take `__proto__` for something else. */
function withField(input: Record<string, unknown>, [name, value]: [string, unknown]): string {
  const text = JSON.stringify(input)
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}}`
}

type Place = { known: Known; name: string }

function mostly(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 14, arbitrary: right }, { weight: 1, arbitrary: hostileValue })
}

function inputValue(schema: z.ZodMiniType, place: Place): fc.Arbitrary<unknown> {
  const fitting = place.known[place.name]?.filter((value) => schema.safeParse(value).success) ?? []
  const right = rightValue(shapeOf(schema), place)
  if (fitting.length === 0) return right
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: right })
}

function rightValue(shape: Shape, place: Place): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'object':
      return mostly(fieldsFrom(shape.fields, place))
    case 'array':
      return mostly(
        fc.array(inputValue(shape.item, { ...place, name: '' }), {
          minLength: shape.min,
          maxLength: Math.max(shape.min, Math.min(shape.max, 4)),
        }),
      )
    case 'union':
      return fc.oneof(...shape.options.map((option) => inputValue(option, place)))
    case 'optional':
      return fc.option(inputValue(shape.inner, place), { freq: 2, nil: undefined })
    case 'nullable':
      return fc.option(inputValue(shape.inner, place), { freq: 4, nil: null })
    case 'choice':
      return mostly(fc.constantFrom(...shape.values))
    case 'string':
      return mostly(textOf(shape))
    case 'number':
      return mostly(numberOf(shape))
    case 'record':
      return mostly(
        fc.dictionary(fc.oneof(fc.constantFrom('amount', 'alone_max'), nastyText), inputValue(shape.value, { ...place, name: '' }), {
          maxKeys: 4,
        }),
      )
    case 'boolean':
      return mostly(fc.boolean())
    default:
      return fc.oneof(fc.jsonValue(), hostileValue)
  }
}

function textOf({ pattern, min, max }: Extract<Shape, { kind: 'string' }>): fc.Arbitrary<string> {
  const free = fc.oneof(
    fc.string({ minLength: min, maxLength: Math.min(max, 100) }),
    fc.constantFrom('x'.repeat(max), 'x'.repeat(max + 1), '\u00e9'.repeat(Math.min(max, 2000))),
    nastyText,
  )
  if (!pattern) return free
  try {
    return fc.oneof({ weight: 5, arbitrary: fc.stringMatching(pattern) }, { weight: 1, arbitrary: free })
  } catch {
    return free
  }
}

function numberOf({ isInt, min, max }: Extract<Shape, { kind: 'number' }>): fc.Arbitrary<number> {
  const safe = Number.MAX_SAFE_INTEGER
  if (isInt) return fc.integer({ min: Math.max(Math.ceil(min), -safe), max: Math.min(Math.floor(max), safe) })
  return fc.double({ min, max, noNaN: true })
}

function fieldsOf(schema: z.ZodMiniType, place: Place): fc.Arbitrary<Record<string, unknown>> {
  const shape = shapeOf(schema)
  if (shape.kind !== 'object') throw new Error('The input of a route is an object.')
  return fieldsFrom(shape.fields, place)
}

function fieldsFrom(fields: Record<string, z.ZodMiniType>, { known }: Place): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.entries(fields).map(([name, schema]) => [name, inputValue(schema, { known, name })] as const)
  return fc.record(Object.fromEntries(arbitraries)) as fc.Arbitrary<Record<string, unknown>>
}

/** Headers that a caller may get wrong. */
export const hostileHeaders: fc.Arbitrary<Headers> = fc
  .record({
    'if-match': fc.option(fc.constantFrom('"1"', '1', 'W/"1"', '"1.1"', '*', '', '"', 'x'.repeat(4000), '"\u00e9"', '"1", "2"'), {
      freq: 2,
      nil: undefined,
    }),
    'idempotency-key': fc.option(fc.constantFrom('', 'once', 'twice', 'k'.repeat(200), 'k'.repeat(201), '\u00ff', ' ', "';--"), {
      freq: 3,
      nil: undefined,
    }),
  })
  .map((headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Headers)
