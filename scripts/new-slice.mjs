import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { floors } from '../src/floors.mjs'
import { openHouse, projectRoot } from './house.mjs'

const capital = (name) => name.replace(/(^|-)([a-z])/g, (_match, _dash, letter) => letter.toUpperCase())

/** The next free number of a migration; they are unique in the house. */
async function nextMigration() {
  const { migrations } = await openHouse()
  const numbers = migrations.map((file) => Number(file.path.split('/').at(-1).slice(0, 4))).filter(Number.isInteger)
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0')
}

function rooms(name, migration) {
  const Noun = capital(name)
  const table = name.replaceAll('-', '_')
  return {
    'README.md': `# ${name}

Say in one sentence what this slice is for.

- **Words:**
- **Holds always:**
- **Published views:** none
- **Events:** none
`,
    'index.ts': `export type { ${Noun} } from './${name}.ts'\n`,
    'contract.ts': `import * as z from 'zod/mini'
import { page, pageInput, route, Slug } from '#kernel/contract.ts'

export const ${Noun}View = z.object({ id: Slug })

export const list${Noun} = route({
  method: 'GET',
  path: '/api/v1/${name}',
  scope: '${name}:read',
  summary: 'List what this slice holds',
  input: z.object(pageInput),
  output: page(${Noun}View),
})
`,
    [`${name}.ts`]: `/** Say what it is. */\nexport type ${Noun} = { id: string }\n`,
    'store.ts': `import type { Queryable } from '#kernel/db.ts'
import type { ${Noun} } from './${name}.ts'

export function load${Noun}s(db: Queryable, after: string, limit: number): Promise<${Noun}[]> {
  return db.query<${Noun}>('select t.id from ${table} t where t.id > $1 order by t.id limit $2', [after, limit])
}
`,
    'verbs.ts': `import { read } from '#kernel/verb.ts'
import { load${Noun}s } from './store.ts'

export const list${Noun}s = read({
  scope: '${name}:read',
  run: (db, input: { after?: string; limit: number }) => load${Noun}s(db, input.after ?? '', input.limit),
})
`,
    [`${name}.test.ts`]: `import { test } from 'vitest'\n\ntest.todo('say in a sentence what the product does')\n`,
    [`migrations/${migration}-${name}.sql`]: `create table ${table} (\n  id text primary key\n);\n`,
  }
}

function withSlice(name, floor) {
  const next = floors.map((names, index) => (index + 1 === floor ? [...names, name] : names))
  if (floor === floors.length + 1) next.push([name])
  const lines = next.map((names) => `[${names.map((known) => `'${known}'`).join(', ')}]`).join(', ')
  const path = join(projectRoot, 'src/floors.mjs')
  const head = readFileSync(path, 'utf8').split('export const')[0]
  writeFileSync(path, `${head}export const floors = [${lines}]\n`)
}

function refusal(name, floor) {
  if (!/^[a-z][a-z0-9-]*$/.test(name ?? '') || !Number.isInteger(floor)) return 'Usage: npm run new-slice <name> <floor>'
  if (floors.flat().includes(name) || readdirSync(join(projectRoot, 'src/slices')).includes(name))
    return `There is a slice ${name} already.`
  if (floor < 1 || floor > floors.length + 1) return `There are floors 1 to ${floors.length}; the next new one is ${floors.length + 1}.`
}

async function main([name, floorText]) {
  const floor = Number(floorText)
  const fault = refusal(name, floor)
  if (fault) {
    console.error(fault)
    process.exitCode = 1
    return
  }
  const folder = join(projectRoot, 'src/slices', name)
  for (const [path, text] of Object.entries(rooms(name, await nextMigration()))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  withSlice(name, floor)
  console.log(
    `Wrote src/slices/${name} on floor ${floor}. Mount its routes in src/server, add its scopes to the rights table, then: npm run map`,
  )
}

await main(process.argv.slice(2))
