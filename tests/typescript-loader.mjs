import { readFile } from 'node:fs/promises'
import typescript from 'typescript'

const compilerOptions = { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2023, verbatimModuleSyntax: true }

/** Names that begin with # stand for sources in tests, not for what was built of them. */
export function resolve(specifier, context, next) {
  return next(specifier, { ...context, conditions: ['source', ...context.conditions] })
}

/** Takes the types out of a module as it is loaded. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context)
  const text = await readFile(new URL(url), 'utf8')
  return { format: 'module', shortCircuit: true, source: typescript.transpileModule(text, { compilerOptions }).outputText }
}
