import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plantedHabits } from './planted-habits.ts'
import { output, plantHouse, root } from './planted-house.ts'

type Diagnostic = { category: string; location: { path: string | { file: string } } }

describe('a planted habit', () => {
  let house: ReturnType<typeof plantHouse>
  let found: string[]

  beforeAll(async () => {
    house = plantHouse(Object.fromEntries(plantedHabits.map(({ path, text }) => [path, text])))
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const printed = await output([biome, 'check', '.', '--reporter=json', '--vcs-enabled=false', '--max-diagnostics=500'], house.at)
    const { diagnostics } = JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1)) as { diagnostics: Diagnostic[] }
    found = diagnostics.map(
      ({ category, location }) => `${category} ${typeof location.path === 'string' ? location.path : location.path.file}`,
    )
  })
  afterAll(() => house.remove())

  test.each(plantedHabits)('$rule is refused in $path', ({ rule, path }) => {
    expect(found).toContain(`${rule} ${path}`)
  })
})
