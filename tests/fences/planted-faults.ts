type Planted = { rule: string; path: string; files: Record<string, string> }

const plant = (rule: string, path: string, text: string): Planted => ({ rule, path, files: { [path]: text } })

/** The same fault, with what else must stand there for it to be one. */
const beside = (planted: Planted, files: Record<string, string>): Planted => ({ ...planted, files: { ...planted.files, ...files } })

const value = 'export const value = 1\n'
const take = (from: string) => `export { value } from '${from}'\n`

/** A house without faults: every slice has a front door, a contract, a README and a little of everything that is allowed. */
export function soundHouse(slices: string[]): Record<string, string> {
  const files: Record<string, string> = {
    'src/kernel/contract.ts': value,
    'src/kernel/db.ts': "import pg from 'pg'\n\nexport const value = pg\n",
    'src/kernel/other.ts': value,
    'src/server/main.ts': slices.map((name) => `export { value as ${name} } from '#slices/${name}/index.ts'`).join('\n'),
    'src/sdk/call.ts': take('#kernel/contract.ts'),
    'src/cli/main.ts': take('#sdk/call.ts'),
    'src/replay/play.ts': take('#sdk/call.ts'),
    'src/console/ui/button.tsx': value,
    'src/console/pages/now.tsx':
      "import { value } from '#console/ui/button.tsx'\n\nexport const Now = () => <p title={value}>{value}</p>\n",
  }
  for (const name of slices) {
    files[`src/slices/${name}/README.md`] = `# ${name}\n\nOne sentence about it. Its AI agents are in \`src/kernel/db.ts\`.\n`
    files[`src/slices/${name}/index.ts`] = take('./contract.ts')
    files[`src/slices/${name}/contract.ts`] = "import * as z from 'zod/mini'\n\nexport const value = z.string()\n"
    files[`src/slices/${name}/store.ts`] =
      `export const value = 'select t.a from ${name}_row t join pub_row p on p.a is not distinct from t.a for update'\n`
    files[`src/slices/${name}/verbs.ts`] = take('#kernel/db.ts')
  }
  for (const [index, name] of slices.entries())
    files[`src/slices/${name}/migrations/${String(index + 1).padStart(4, '0')}-${name}.sql`] =
      `create table ${name}_row (a int primary key, at timestamptz not null);\n`
  return files
}

/** For each floor on which a slice could look sideways or up, one that does. */
function floorFaults(floors: string[][]): Planted[] {
  return floors.flatMap((names, floor) => {
    const from = names[0] as string
    const to = floors
      .slice(floor)
      .flat()
      .find((name) => name !== from)
    if (to === undefined) return []
    return [plant(`floor-${floor + 1}-looks-down-only`, `src/slices/${from}/looks-up.ts`, take(`#slices/${to}/index.ts`))]
  })
}

function doorFaults(low: string, high: string): Planted[] {
  return [
    plant('front-door', `src/slices/${high}/past-the-door.ts`, take(`#slices/${low}/verbs.ts`)),
    plant('front-door-from-outside', 'src/server/past-the-door.ts', take(`#slices/${low}/verbs.ts`)),
    beside(plant('unknown-slice', 'src/server/stranger.ts', take('#slices/stranger/index.ts')), { 'src/slices/stranger/index.ts': value }),
    plant('unknown-slice-imports', 'src/slices/stranger/asks.ts', take('#kernel/contract.ts')),
    plant('kernel-knows-no-business', 'src/kernel/business.ts', take(`#slices/${low}/index.ts`)),
    plant('server-is-on-top', `src/slices/${high}/asks-server.ts`, take('#server/main.ts')),
  ]
}

function wallFaults(low: string, high: string): Planted[] {
  return [
    plant('browser-sees-contracts-only', `src/slices/${low}/console/row.tsx`, take('../verbs.ts')),
    plant('browser-sees-contracts-only', 'src/console/pages/reads-kernel.tsx', take('#kernel/db.ts')),
    plant('clients-speak-through-the-sdk', 'src/cli/shortcut.ts', take(`#slices/${low}/index.ts`)),
    plant('replay-needs-no-server', 'src/replay/shortcut.ts', take('#server/main.ts')),
    plant('rules-come-through-the-offline-door', 'src/sdk/local-rules.ts', take(`#slices/${low}/index.ts`)),
    plant('sdk-stands-alone', 'src/sdk/heavy.ts', take('#console/ui/button.tsx')),
    beside(plant('consoles-meet-on-pages', `src/slices/${high}/console/borrows.tsx`, take(`#slices/${low}/console/list.tsx`)), {
      [`src/slices/${low}/console/list.tsx`]: value,
    }),
    plant('slices-use-ui-only', `src/slices/${low}/console/page.tsx`, take('#console/pages/now.tsx')),
    plant('server-never-loads-screens', 'src/server/screens.ts', take('#console/ui/button.tsx')),
  ]
}

function purityFaults(low: string, high: string): Planted[] {
  return [
    beside(plant('contract-is-light', `src/slices/${low}/contract/heavy.ts`, take('../noun.ts')), { [`src/slices/${low}/noun.ts`]: value }),
    plant(
      'domain-is-pure',
      `src/slices/${low}/reads-disk.ts`,
      "import { readFileSync } from 'node:fs'\n\nexport const value = readFileSync\n",
    ),
    plant('offline-stays-offline', `src/slices/${high}/offline.ts`, take('./verbs.ts')),
    plant('domain-knows-no-database', `src/slices/${low}/reads-rows.ts`, take('./store.ts')),
  ]
}

const homeless: [string, string][] = [
  ['pg-behind-kernel', 'pg'],
  ['http-behind-kernel', 'fastify'],
  ['sign-in-behind-identity', 'better-auth'],
  ['cel-behind-policy', '@marcbachmann/cel-js'],
  ['mail-behind-notifications', 'nodemailer'],
  ['csv-behind-the-import-command', 'csv-parse'],
  ['base-ui-behind-ui', '@base-ui/react/button'],
  ['simulated-chance-behind-queueing', 'pure-rand/generator/xoroshiro128plus'],
  ['special-functions-behind-statistics', '@stdlib/math-base-special-gammaln'],
  ['chance-behind-kernel', 'uuidv7'],
  ['react-in-the-console', 'react'],
]

function hygieneFaults(low: string): Planted[] {
  return [
    ...homeless.map(([rule, name]) =>
      plant(rule, `src/replay/takes-${rule}.ts`, `import * as taken from '${name}'\n\nexport const value = taken\n`),
    ),
    beside(plant('no-cycles', 'src/kernel/ring-a.ts', "import { b } from './ring-b.ts'\n\nexport type A = typeof b\n"), {
      'src/kernel/ring-b.ts': "import type { A } from './ring-a.ts'\n\nexport const b = null as unknown as A\n",
    }),
    plant('resolvable', 'src/kernel/leads-nowhere.ts', take('./nowhere.ts')),
    beside(plant('no-deps-on-tests', 'src/kernel/leans-on-test.ts', take('./some.test.ts')), { 'src/kernel/some.test.ts': value }),
    plant('no-dev-deps', 'src/kernel/dev-dep.ts', "import fc from 'fast-check'\n\nexport const value = fc\n"),
    plant('no-unlisted-deps', 'src/kernel/unlisted.ts', "import * as found from 'avvio'\n\nexport const value = found\n"),
    plant('leaving-starts-with-hash', `src/slices/${low}/walks-out.ts`, take('../../kernel/contract.ts')),
    plant('lock-names-no-host', 'package-lock.json', '{ "resolved": "https://registry.example/left-pad.tgz" }\n'),
  ]
}

function layoutFaults(low: string): Planted[] {
  return [
    { rule: 'slices-stand-on-floors', path: 'src/slices/stranger', files: { 'src/slices/stranger/noun.ts': value } },
    plant('front-doors-only-re-export', `src/slices/${low}/offline.ts`, 'export const value = 1\n'),
    plant('classes-are-errors', 'src/kernel/cupboard.ts', 'export class Cupboard {\n  size = 1\n}\n'),
    plant('names-mean-something', 'src/kernel/vague.ts', 'export const orderManager = 1\n'),
  ]
}

function actFaults(low: string, high: string): Planted[] {
  return [
    plant('own-tables-only', `src/slices/${high}/store/peeks.ts`, `export const value = 'select p.a from ${low}_row p where p.a = $1'\n`),
    plant('sql-lives-in-stores', `src/slices/${low}/asks.ts`, `export const value = 'select p.a from ${low}_row p where p.a = $1'\n`),
    plant('migrations-are-numbered', `src/slices/${low}/migrations/9-late.sql`, 'select 1;\n'),
    plant(
      'sql-takes-times-as-parameters',
      `src/slices/${low}/migrations/0099-clock.sql`,
      'alter table t alter column at set default now();\n',
    ),
    plant('one-clock-one-chance', `src/slices/${low}/own-clock.ts`, 'export const value = () => new Date()\n'),
    plant('one-clock-one-chance', `src/slices/${low}/own-chance.ts`, 'export const value = () => Math.random()\n'),
    plant('writes-are-declared', `src/slices/${low}/side-road.ts`, 'export const value = (ctx: any) => ctx.db.tx(async () => 1)\n'),
  ]
}

function wordFaults(): Planted[] {
  return [
    plant('words-are-ours', 'src/cli/says-agent.ts', "export const value = 'The agent is not known here.'\n"),
    plant('words-are-ours', 'src/cli/says-mode.ts', "export const value = 'Switch to another mode now.'\n"),
    plant('texts-come-from-the-catalogue', 'src/console/pages/literal.tsx', 'export const Literal = () => <p>Nothing waits here</p>\n'),
    plant('texts-come-from-the-catalogue', 'src/console/pages/label.tsx', 'export const Label = () => <p aria-label="Close it" />\n'),
    plant('paths-in-pages-exist', 'MAP.md', 'See `src/kernel/gone.ts`.\n'),
    plant('commands-in-pages-exist', 'README.md', 'Call `npm run fly`.\n'),
    plant('pages-stay-short', 'GLOSSARY.md', 'word\n'.repeat(201)),
  ]
}

/** One planted fault or more for each rule of the house. All of them stand in one tree and none hides another. */
export function plantedFaults(floors: string[][]): Planted[] {
  const low = floors[0]?.[0] as string
  const high = floors.at(-1)?.[0] as string
  return [
    ...floorFaults(floors),
    ...doorFaults(low, high),
    ...wallFaults(low, high),
    ...purityFaults(low, high),
    ...hygieneFaults(low),
    ...layoutFaults(low),
    ...actFaults(low, high),
    ...wordFaults(),
  ]
}
