import * as z from 'zod/mini'
import { pathNames, type Route } from '#kernel/contract.ts'
import { contracts } from './contracts.ts'

type Json = Record<string, unknown>

/** The API as an OpenAPI 3.1 document, made from the same tables that the server mounts. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {}
  for (const { slice, routes } of contracts)
    for (const { name, route } of routes) {
      const path = route.path.replace(/:([a-zA-Z]+)/g, '{$1}')
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(slice, name, route) }
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Pilotage', version: '1', description: 'The control plane between AI agents and the people who answer for them.' },
    tags: contracts.map(({ slice }) => ({ name: slice })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, made under Settings.' },
        session: { type: 'apiKey', in: 'cookie', name: 'pilotage.session_token' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function operation(slice: string, name: string, route: Route): Json {
  const input = jsonSchema(route.input, 'input')
  const inPath = pathNames(route.path)
  const inBody = route.method !== 'GET' && route.method !== 'DELETE'
  return {
    operationId: `${slice}.${name}`,
    tags: [slice],
    summary: route.summary,
    description: [route.description, scopeWords(route)].filter(Boolean).join('\n\n'),
    'x-scope': route.scope,
    security: route.scope === 'public' ? [] : [{ key: [] }, { session: [] }],
    parameters: parameters(input, inPath, inBody),
    ...(inBody ? { requestBody: { required: true, content: { 'application/json': { schema: without(input, inPath) } } } } : {}),
    responses: {
      [route.status ?? 200]: {
        description: 'Done',
        content: { [route.stream ?? 'application/json']: { schema: jsonSchema(route.output, 'output') } },
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function scopeWords(route: Route): string {
  if (route.scope === 'public') return 'Needs no identity.'
  return route.scope === 'signed_in' ? 'Needs any identity.' : `Needs the right \`${route.scope}\`.`
}

function parameters(input: Json, inPath: string[], inBody: boolean): Json[] {
  const properties = (input.properties ?? {}) as Record<string, Json>
  const required = (input.required ?? []) as string[]
  const names = inBody ? inPath : Object.keys(properties)
  return names.map((name) => ({
    name,
    in: inPath.includes(name) ? 'path' : 'query',
    required: inPath.includes(name) || required.includes(name),
    schema: properties[name] ?? { type: 'string' },
  }))
}

function without(schema: Json, names: string[]): Json {
  const properties = Object.entries((schema.properties ?? {}) as Json).filter(([name]) => !names.includes(name))
  const required = ((schema.required ?? []) as string[]).filter((name) => !names.includes(name))
  return { ...schema, properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : { required: undefined }) }
}

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json
  return rest
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'For machines.' },
    detail: { type: 'string', description: 'What is wrong, for people.' },
    next: { type: 'string', description: 'What to do next.' },
    faults: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
    requestId: { type: 'string' },
  },
}
