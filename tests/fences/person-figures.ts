import * as z from 'zod/mini'
import type { Route } from '#kernel/contract.ts'

type Schema = {
  [key: string]: unknown
  properties?: Record<string, Schema>
  type?: string | string[]
  $ref?: string
  $defs?: Record<string, Schema>
}

/** Names under which a person is known. Owners are left out: they answer for an AI agent, and figures beside them are its figures. */
const personName = /^(person|people|teammates?|pseudonym|actor|user|reviewer|assignee|colleague|email)(Id|Pseudonym|Key)?$|[a-z]By$/i
const keyedByPerson = /by(Person|People|Teammate|User|Actor|Reviewer)$/i
/** Numbers that say where or which, not how much. */
const positions = new Set(['version', 'etag', 'seq', 'index', 'position', 'size', 'leaf', 'status', 'number', 'limit', 'revision'])

const isNumber = (schema: Schema): boolean => {
  const types = [schema.type].flat()
  return types.includes('number') || types.includes('integer') || variants(schema).some(isNumber)
}

/** How many people are planned or needed: a number in the place of a name says nothing about one of them. */
const isHeadcount = (name: string, schema: Schema): boolean => /^(people|teammates)$/.test(name) && isNumber(schema)

/** One of a few fixed words says what kind of somebody it was, never who. */
const isKind = (schema: Schema): boolean =>
  Array.isArray(schema.enum) || (variants(schema).length > 0 && variants(schema).every((each) => each.type === 'null' || isKind(each)))

function variants(schema: Schema): Schema[] {
  return [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? (list as Schema[]) : []))
}

/** Every object in a schema with the path to it. */
function* objectsIn(schema: Schema, path: string, root: Schema = schema): Generator<{ path: string; properties: Record<string, Schema> }> {
  if (schema.$ref?.startsWith('#/$defs/')) return
  if (schema.properties) yield { path, properties: schema.properties }
  for (const [name, child] of Object.entries(schema.properties ?? {})) yield* objectsIn(child, `${path}.${name}`, root)
  for (const inner of [schema.items, schema.additionalProperties])
    if (inner && typeof inner === 'object') yield* objectsIn(inner as Schema, `${path}[]`, root)
  for (const variant of variants(schema)) yield* objectsIn(variant, path, root)
}

function schemaOf(type: z.ZodMiniType, io: 'input' | 'output'): Schema {
  return z.toJSONSchema(type, { io, unrepresentable: 'any', reused: 'inline', cycles: 'ref' }) as Schema
}

const figuresIn = (properties: Record<string, Schema>) =>
  Object.entries(properties)
    .filter(([name, schema]) => !positions.has(name) && isNumber(schema))
    .map(([name]) => name)

/**
 * Where a route would tell how much or how well one person works: a figure beside a person's key, figures keyed by person,
 * or any figure in the answer to a question about one person.
 */
export function personFigures(route: Route): string[] {
  const objects = [...objectsIn(schemaOf(route.output, 'output'), 'output')]
  const beside = objects.flatMap(({ path, properties }) => {
    const person = Object.entries(properties).find(
      ([name, schema]) => personName.test(name) && !isHeadcount(name, schema) && !isKind(schema),
    )?.[0]
    return person ? figuresIn(properties).map((figure) => `${path}.${figure} stands beside ${person}`) : []
  })
  const keyed = objects.flatMap(({ path, properties }) =>
    Object.keys(properties)
      .filter((name) => keyedByPerson.test(name))
      .map((name) => `${path}.${name} is keyed by person`),
  )
  const asks = route.method === 'GET' ? Object.keys(schemaOf(route.input, 'input').properties ?? {}) : []
  const asked = asks.find((name) => personName.test(name))
  const answered = asked
    ? objects.flatMap(({ path, properties }) => figuresIn(properties).map((figure) => `${path}.${figure} answers for ${asked}`))
    : []
  return [...beside, ...keyed, ...answered]
}
