import { describe, expect, test } from 'vitest'
import { contracts } from '#server/contracts.ts'
import { openApiDocument } from '#server/openapi.ts'

type Json = Record<string, unknown>
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  parameters: Json[]
  requestBody?: Json
  responses: Json
  security: Json[]
  'x-scope': string
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as Json & { paths: Record<string, Record<string, Operation>> }
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation, name: `${method} ${path}` })),
)

/** Every object inside, with the way to it. */
function* objectsIn(value: unknown, way = '#'): Generator<{ way: string; object: Json }> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { way, object: value as Json }
  for (const [name, inner] of Object.entries(value)) yield* objectsIn(inner, `${way}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function at(pointer: string): unknown {
  const steps = pointer
    .slice(2)
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.reduce<unknown>((place, step) => (place as Json | undefined)?.[step], document)
}

const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])

/** What JSON Schema 2020-12 does not allow, in the keywords that our schemas use. */
function schemaFaults(schema: unknown, way: string): string[] {
  if (typeof schema === 'boolean') return []
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${way} is no schema`]
  const inner = schemasIn(schema as Json).flatMap(([name, below]) => schemaFaults(below, `${way}/${name}`))
  return [...ownFaults(schema as Json).map((fault) => `${way} ${fault}`), ...inner]
}

function ownFaults({ type, required, enum: choice, pattern, properties, $ref }: Json): string[] {
  const names = (required ?? []) as string[]
  const checks: [boolean, string][] = [
    [[type].flat().every((each) => each === undefined || types.has(each as string)), `has the type ${type}`],
    [properties === undefined || names.every((name) => Object.hasOwn(properties as Json, name)), 'requires what it does not have'],
    [choice === undefined || (Array.isArray(choice) && choice.length > 0), 'has an empty enum'],
    [pattern === undefined || isPattern(pattern), 'has a pattern that is none'],
    [$ref === undefined || at(String($ref)) !== undefined, 'leads nowhere'],
  ]
  return checks.filter(([isGood]) => !isGood).map(([, fault]) => fault)
}

/** The schemas right inside of one, by their place. */
function schemasIn(schema: Json): [string, unknown][] {
  const { properties, items, additionalProperties, propertyNames } = schema
  const lists = ['anyOf', 'oneOf', 'allOf'].flatMap((key) =>
    Object.entries((schema[key] ?? {}) as Json).map(([name, each]) => [`${key}/${name}`, each] as [string, unknown]),
  )
  const named = Object.entries((properties ?? {}) as Json).map(([name, each]) => [`properties/${name}`, each] as [string, unknown])
  const single = Object.entries({ items, additionalProperties, propertyNames }).filter(([, each]) => each !== undefined)
  return [...lists, ...named, ...single]
}

function isPattern(pattern: unknown): boolean {
  try {
    return new RegExp(String(pattern), 'u').source !== ''
  } catch {
    return false
  }
}

describe('the OpenAPI document', () => {
  test('has every route of the contracts and no other, under an id of its own', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const expected = contracts.flatMap(({ routes }) =>
      routes.map(({ route }) => `${route.method.toLowerCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`),
    )
    expect(operations.map(({ name }) => name).sort()).toEqual(expected.sort())
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  })

  test('leads somewhere with every reference', () => {
    const references = [...objectsIn(document)].filter(({ object }) => typeof object.$ref === 'string')
    expect(references.length).toBeGreaterThan(0)
    expect(references.filter(({ object }) => at(String(object.$ref)) === undefined).map(({ way }) => way)).toEqual([])
  })

  test.each(operations)('$name declares the parts of its address, its scope, its answers and a summary', ({ path, operation }) => {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map((parameter) => parameter.name).sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort())
    expect(inPath.every((parameter) => parameter.required === true)).toBe(true)
    const places = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
    expect(new Set(places).size).toBe(places.length)
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/)
    expect(operation['x-scope']).toMatch(/^(public|signed_in|[a-z-]+:[a-z]+)$/)
    expect(operation.security.length).toBe(operation['x-scope'] === 'public' ? 0 : 2)
    expect(Object.keys(operation.responses)).toEqual([expect.stringMatching(/^20[0-2]$/), 'default'])
    expect((document.tags as Json[]).map((tag) => tag.name)).toContain(operation.tags[0])
  })

  test.each(operations)('$name is described by schemas that are well formed', ({ name, operation }) => {
    const schemas = [...objectsIn(operation)].filter(({ object }) => Object.hasOwn(object, 'schema'))
    expect(schemas.length).toBeGreaterThan(0)
    expect(schemas.flatMap(({ way, object }) => schemaFaults(object.schema, `${name} ${way}`))).toEqual([])
  })

  test('holds no value that JSON cannot say', () => {
    const text = JSON.stringify(openApiDocument(), (_name, value) => (typeof value === 'bigint' || Number.isNaN(value) ? 'lost' : value))
    expect(text).not.toContain('"lost"')
  })
})
