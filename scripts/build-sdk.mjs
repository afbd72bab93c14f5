import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
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

/**
 * Writes the package that customers install: the files of src/sdk with their types taken out, and nothing else. What src/sdk
 * imports from elsewhere are types alone; an import that would be left stops this.
 */
export async function buildSdk(to) {
  const { version, license, engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true })
  const names = (await readdir(from)).filter((name) => name.endsWith('.ts') && name !== 'types.ts')
  for (const name of names) {
    const { outputText } = ts.transpileModule(await readFile(join(from, name), 'utf8'), { compilerOptions, fileName: name })
    const foreign = [...outputText.matchAll(/from '([^']+)'/g)].map((match) => match[1]).filter((path) => !/^(\.\/|node:)/.test(path))
    if (foreign.length > 0) throw new Error(`src/sdk/${name} needs ${foreign.join(', ')}, which the package does not bring.`)
    await writeFile(join(to, name.replace(/\.ts$/, '.js')), outputText)
  }
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
