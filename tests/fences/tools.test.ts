import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fault, output, root } from './planted-house.ts'

/** A small project of its own with the real tools. */
function smallProject(): string {
  const at = mkdtempSync(join(tmpdir(), 'pilotage-tools-'))
  for (const path of ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'bin', 'scripts', 'src/kernel', '.dependency-cruiser.mjs'])
    cpSync(join(root, path), join(at, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'))
  mkdirSync(join(at, 'src/cli'))
  mkdirSync(join(at, 'src/slices'))
  writeFileSync(join(at, 'src/floors.mjs'), "/** Floors. */\nexport const floors = [['first']]\n")
  writeFileSync(join(at, 'src/kernel/migrations/0000-first.sql'), 'create table first (a int);\n')
  writeFileSync(
    join(at, 'src/cli/main.ts'),
    "import { pathNames } from '#kernel/contract.ts'\n\nexport const main = (args: string[]): number => {\n  console.log(pathNames('/:one').concat(args).join(' '))\n  return 3\n}\n",
  )
  return at
}

describe('the tools', () => {
  let project: string
  beforeAll(() => {
    project = smallProject()
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  const build = () => output([join(project, 'scripts/build.mjs')], tmpdir())
  const start = (...args: string[]) => output([join(project, 'bin/pilotage.mjs'), ...args], tmpdir())

  test('of several builds at once one works and the others find it done', async () => {
    const said = await Promise.all([build(), build(), build()])
    expect(said.filter((text) => text.includes('Built the server'))).toHaveLength(1)
    expect(said.filter((text) => text.includes('up to date'))).toHaveLength(2)
    expect(existsSync(join(project, 'dist/kernel/migrations/0000-first.sql'))).toBe(true)
    expect(readdirSync(join(project, '.build'))).toEqual([])
  })

  test('a start from another folder runs what was built and hands on words and exit code', async () => {
    expect(await start('two', 'three')).toBe('one two three\n')
    expect(() => execFileSync(process.execPath, [join(project, 'bin/pilotage.mjs')], { stdio: 'pipe' })).toThrow(
      expect.objectContaining({ status: 3 }),
    )
  })

  test('a changed source is built again, and what it replaced is gone', async () => {
    writeFileSync(join(project, 'src/cli/main.ts'), "export const main = () => console.log('anew')\n")
    rmSync(join(project, 'src/kernel/migrations/0000-first.sql'))
    expect(await start()).toContain('anew')
    expect(existsSync(join(project, 'dist/kernel/migrations/0000-first.sql'))).toBe(false)
  })

  test('a lock left by a process that died stops nobody', async () => {
    writeFileSync(join(project, 'src/cli/main.ts'), "export const main = () => console.log('after a crash')\n")
    mkdirSync(join(project, '.build'), { recursive: true })
    writeFileSync(join(project, '.build/lock'), '999999999')
    expect(await build()).toContain('Built the server')
  })

  test('new-slice writes rooms that hold every fence, on the floor that was asked for', async () => {
    const script = join(project, 'scripts/new-slice.mjs')
    expect(await output([script, 'fresh-start', '2'], project)).toContain('floor 2')
    expect(readFileSync(join(project, 'src/floors.mjs'), 'utf8')).toContain("[['first'], ['fresh-start']]")
    const faults: Fault[] = JSON.parse(await output([join(project, 'scripts/fences.mjs'), '--json'], project))
    expect(faults.filter((fault) => fault.path.includes('fresh-start'))).toEqual([])
  })

  test('new-slice refuses a name that is taken and a floor in the air', async () => {
    const script = join(project, 'scripts/new-slice.mjs')
    expect(await output([script, 'first', '1'], project)).toContain('already')
    expect(await output([script, 'kite', '9'], project)).toContain('There are floors 1 to')
    expect(await output([script], project)).toContain('Usage')
  })
})
