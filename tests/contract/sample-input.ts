import type * as z from 'zod/mini'
import type { Route } from '#kernel/contract.ts'
import { shapeOf } from './schema-shape.ts'

/** Values that mean something in the world of a test, by the name of the field that takes them: the first that fits is taken. */
export type Known = Record<string, readonly unknown[]>

/** Texts that between them fit every form that the contracts ask for. */
const texts = [
  'sample',
  '00000000-0000-4000-8000-000000000000',
  '0123456789abcdef',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  'somebody@example.com',
  'Europe/Berlin',
  'a text of more than twenty characters',
  'https://hooks.example.com/sample',
  '09:00',
  '0'.repeat(64),
]

/**
 * The least that a route accepts: what may be left out is left out, except what is known. Fails where nothing fits, so that
 * a new form of input is noticed.
 */
export function sampleInput(route: Route, known: Known = {}): Record<string, unknown> {
  const input = sampleOf(route.input, { known, name: '' }) as Record<string, unknown>
  const parsed = route.input.safeParse(input)
  if (!parsed.success) throw new Error(`No sample for ${route.method} ${route.path}: ${parsed.error.message}`)
  return input
}

type Place = { known: Known; name: string }

function sampleOf(schema: z.ZodMiniType, { known, name }: Place): unknown {
  const fitting = known[name]?.find((value) => schema.safeParse(value).success)
  if (fitting !== undefined) return fitting
  const shape = shapeOf(schema)
  switch (shape.kind) {
    case 'object':
      return sampleFields(shape.fields, known)
    case 'array':
      return Array.from({ length: shape.min }, () => sampleOf(shape.item, { known, name: '' }))
    case 'union':
      return sampleOf(shape.options[0] as z.ZodMiniType, { known, name })
    case 'record':
      return Object.fromEntries(shape.keys.map((key) => [key, sampleOf(shape.value, { known, name: key })]))
    case 'optional':
      return undefined
    case 'nullable':
      return null
    case 'choice':
      return shape.values[0]
    case 'string':
      return texts.find((text) => schema.safeParse(text).success)
    case 'number':
      return [1, 0.5, 0, shape.min, shape.max].find((number) => schema.safeParse(number).success)
    case 'boolean':
      return false
    default:
      return {}
  }
}

function sampleFields(fields: Record<string, z.ZodMiniType>, known: Known): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, schema]) => [name, sampleOf(schema, { known, name })] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
