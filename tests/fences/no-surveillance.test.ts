import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type Route, route } from '#kernel/contract.ts'
import { personFigures } from './person-figures.ts'
import { root } from './planted-house.ts'

const { floors }: { floors: string[][] } = await import(pathToFileURL(join(root, 'src/floors.mjs')).href)

const isRoute = (value: unknown): value is Route => typeof value === 'object' && value !== null && 'method' in value && 'output' in value

async function routesOf(place: string): Promise<[string, Route][]> {
  const path = join(root, 'src', place, 'contract.ts')
  if (!existsSync(path)) return []
  const found: Record<string, unknown> = await import(pathToFileURL(path).href)
  return Object.entries(found).flatMap(([name, value]): [string, Route][] => (isRoute(value) ? [[`${place} ${name}`, value]] : []))
}

const routes: [string, Route][] = (await Promise.all([...floors.flat().map((slice) => `slices/${slice}`), 'server'].map(routesOf))).flat()

const answering = (output: z.ZodMiniType, input: z.ZodMiniType = z.object({})) =>
  route({ method: 'GET', path: '/planted', scope: 'public', summary: 'Planted', input, output })

describe('no route tells how much or how well a person works', () => {
  test.each(routes)('%s', (_name, found) => {
    expect(personFigures(found)).toEqual([])
  })

  test('every slice with a contract is read', () => {
    expect(routes.length).toBeGreaterThan(40)
  })
})

describe('a planted figure is seen', () => {
  test('beside a pseudonym in a list', () => {
    const output = z.object({ items: z.array(z.object({ pseudonym: z.string(), overrides: z.int() })) })
    expect(personFigures(answering(output))).toEqual(['output.items[].overrides stands beside pseudonym'])
  })

  test('beside a person who is an object, though it may be null', () => {
    const output = z.object({ person: z.object({ name: z.string() }), share: z.nullable(z.number()) })
    expect(personFigures(answering(output))).toEqual(['output.share stands beside person'])
  })

  test('keyed by person', () => {
    expect(personFigures(answering(z.object({ reviewsByTeammate: z.record(z.string(), z.number()) })))).toEqual([
      'output.reviewsByTeammate is keyed by person',
    ])
  })

  test('in the answer to a question about one person', () => {
    expect(personFigures(answering(z.object({ handled: z.int() }), z.object({ reviewer: z.string() })))).toEqual([
      'output.handled answers for reviewer',
    ])
  })

  test('but a version beside the one who made it is none', () => {
    expect(personFigures(answering(z.object({ publishedBy: z.string(), version: z.int() })))).toEqual([])
  })

  test('nor is how many people a shift is planned with', () => {
    expect(personFigures(answering(z.object({ people: z.int(), fromHalfHour: z.int() })))).toEqual([])
    expect(personFigures(answering(z.object({ people: z.array(z.string()), handled: z.int() })))).toHaveLength(1)
  })

  test('nor is what kind of somebody it was, unless a name may stand there too', () => {
    const kind = z.enum(['customer', 'human_review'])
    expect(personFigures(answering(z.object({ verifiedBy: z.nullable(kind), reopens: z.int() })))).toEqual([])
    expect(personFigures(answering(z.object({ verifiedBy: z.union([kind, z.string()]), reopens: z.int() })))).toHaveLength(1)
  })

  test('and figures of an AI agent beside its owner are its own', () => {
    expect(personFigures(answering(z.object({ owner: z.string(), decisions: z.int() })))).toEqual([])
  })
})
