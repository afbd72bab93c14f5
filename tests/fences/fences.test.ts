import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plantedFaults, soundHouse } from './planted-faults.ts'
import { type Fault, faultsIn, output, plantHouse, root } from './planted-house.ts'

const load = (path: string) => import(pathToFileURL(join(root, path)).href)
const floors: string[][] = (await load('src/floors.mjs')).floors
const rules: string[] = JSON.parse(await output(['scripts/fences.mjs', '--rules']))

const planted = plantedFaults(floors)
/** A floor of one slice with nothing above it has nobody to look at; its rule cannot bark yet. */
const mute = floors.at(-1)?.length === 1 ? [`floor-${floors.length}-looks-down-only`] : []

describe('a house without faults', () => {
  test('is left in peace by every fence', async () => {
    const sound = plantHouse(soundHouse(floors.flat()))
    try {
      expect(await faultsIn(sound.at)).toEqual([])
    } finally {
      sound.remove()
    }
  })
})

describe('a planted fault', () => {
  let house: ReturnType<typeof plantHouse>
  let faults: Fault[]

  beforeAll(async () => {
    const files = Object.assign({}, soundHouse(floors.flat()), ...planted.map((fault) => fault.files))
    house = plantHouse(files)
    faults = await faultsIn(house.at)
  })
  afterAll(() => house.remove())

  test.each(planted)('$rule barks at $path', ({ rule, path }) => {
    const found = faults.filter((fault) => fault.rule === rule).map((fault) => fault.path)
    expect(found).toContain(path)
  })

  test('tells the person what to do instead', () => {
    for (const fault of faults) expect(fault.message).toMatch(/[a-z].*\.\s*$/i)
  })
})

test('every rule has a planted fault', () => {
  const tried = new Set(planted.map((fault) => fault.rule))
  expect(rules.filter((rule) => !tried.has(rule) && !mute.includes(rule) && rule !== 'all-files-seen')).toEqual([])
})

test('an import checker that saw too little does not say that all is well', async () => {
  const { openHouse } = await load('scripts/house.mjs')
  const { importsKeepTheRules } = await load('scripts/fences/imports.mjs')
  const house = await openHouse()
  const faults: Fault[] = await importsKeepTheRules({ ...house, sources: [...house.sources, { path: 'src/kernel/unseen.ts' }] })
  expect(faults).toContainEqual(expect.objectContaining({ rule: 'all-files-seen', path: 'src/kernel/unseen.ts' }))
})
