import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { build } from 'vite'
import { isRunAs } from './run-as.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const from = join(root, 'src/sdk')

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  rewriteRelativeImportExtensions: true,
  verbatimModuleSyntax: true,
}

const declarations = `
/** The AI agent's side of Pilotage. Nothing is asked before the first call. */
export declare function createPilotage(options: PilotageOptions): Pilotage

/** A refusal by Pilotage: a code for the program, a sentence for a person, and the next step. */
export declare class CallError extends Error {
  readonly problem: { status: number; code: string; detail: string; next?: string; [extra: string]: unknown }
}
`

/** The one file that brings code from elsewhere: the rules as the server runs them, with what they need, in one piece. */
const rulesFile = 'local-rules.ts'

const licenceOf = async (name) => {
  const folder = join(root, 'node_modules', name)
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each))
  if (!file) throw new Error(`${name} says no licence that could be passed on.`)
  return `${name}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`
}

/** Writes the rules in one file, and the licences of the packages whose code is in it. Nothing of the server may be among them. */
async function buildRules(to) {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    root,
    publicDir: false,
    resolve: { conditions: ['source', 'import', 'node', 'default'] },
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: join(from, rulesFile), formats: ['es'] },
      rollupOptions: { external: /^node:/, treeshake: { moduleSideEffects: false } },
    },
  })
  const [{ code, modules, imports }] = [made].flat()[0].output
  const sources = Object.keys(modules).map((path) => path.replaceAll('\\', '/'))
  const foreign = sources.filter((path) => !/\/src\/(sdk\/local-rules|slices\/policy\/|kernel\/nearest)|\/node_modules\//.test(path))
  if (foreign.length > 0 || imports.length > 0) throw new Error(`src/sdk/${rulesFile} brings ${[...foreign, ...imports].join(', ')} along.`)
  const packages = new Set(sources.flatMap((path) => path.match(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []))
  await writeFile(join(to, 'local-rules.js'), code)
  const licences = await Promise.all([...packages].sort().map(licenceOf))
  await writeFile(join(to, 'LICENSES.txt'), `Code of these packages is part of local-rules.js.\n\n${licences.join('\n')}`)
}

/**
 * Writes the package that customers install: the files of src/sdk with their types taken out, and the rules in one
 * file. What the others import from elsewhere are types alone; an import that would be left stops this.
 */
export async function buildSdk(to) {
  const { version, license, engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  const names = (await readdir(from)).filter((name) => name.endsWith('.ts') && !['types.ts', rulesFile].includes(name))
  for (const name of names) {
    const { outputText } = ts.transpileModule(await readFile(join(from, name), 'utf8'), { compilerOptions, fileName: name })
    const foreign = [...outputText.matchAll(/from '([^']+)'/g)].map((match) => match[1]).filter((path) => !/^(\.\/|node:)/.test(path))
    if (foreign.length > 0) throw new Error(`src/sdk/${name} needs ${foreign.join(', ')}, which the package does not bring.`)
    await writeFile(join(to, name.replace(/\.ts$/, '.js')), outputText)
  }
  await buildRules(to)
  await writeFile(join(to, 'index.d.ts'), (await readFile(join(from, 'types.ts'), 'utf8')) + declarations)
  await writeFile(join(to, 'README.md'), await readFile(join(root, 'docs/sdk.md'), 'utf8'))
  const exported = { '.': { types: './index.d.ts', default: './index.js' } }
  const description = 'The AI agent’s side of Pilotage: ask, wait for a person, act once, report.'
  const made = { name: '@pilotage/sdk', version, description, license, type: 'module', engines, exports: exported }
  await writeFile(join(to, 'package.json'), `${JSON.stringify(made, null, 2)}\n`)
}

if (isRunAs(import.meta.url)) {
  const to = resolve(process.argv[2] ?? join(root, 'dist/npm/sdk'))
  await buildSdk(to)
  console.log(`Wrote @pilotage/sdk to ${to}. Pack it with npm pack.`)
}
