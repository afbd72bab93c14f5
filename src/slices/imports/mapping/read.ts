import { type Document, LineCounter, parseDocument, visit } from 'yaml'
import type * as z from 'zod/mini'
import type { MappingFault, Path, PlainFault } from './fault.ts'
import { MappingForm } from './form.ts'
import { meaningFaults } from './meaning.ts'
import { placeOf } from './place.ts'

export type ReadMapping = { mapping: MappingForm; faults: [] } | { mapping: undefined; faults: MappingFault[] }

const faultsMax = 20

/** Reads a mapping from its YAML. Everything that is wrong is told at once, each with its place. */
export function readMapping(text: string): ReadMapping {
  const lines = new LineCounter()
  const document = parse(text, lines)
  if (document === undefined) return broken([{ line: 1, column: 1, path: '', message: 'The text is nested too deeply.' }])
  const unreadable = syntaxFaults(document, lines)
  if (unreadable.length > 0) return broken(unreadable)
  const read = MappingForm.safeParse(document.toJS() ?? {})
  const found = read.success ? meaningFaults(read.data) : read.error.issues.flatMap((issue) => faultsOf(issue))
  if (read.success && found.length === 0) return { mapping: read.data, faults: [] }
  return broken(
    found.slice(0, faultsMax).map((fault) => ({ ...placeOf(document, lines, fault), path: inWords(fault.path), message: fault.message })),
  )
}

const broken = (faults: MappingFault[]): ReadMapping => ({ mapping: undefined, faults })

/** A fault in one line, as a compiler prints it. */
export const mappingFaultInWords = (file: string, { line, column, path, message }: MappingFault): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`

function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function syntaxFaults(document: Document, lines: LineCounter): MappingFault[] {
  const faults = document.errors.slice(0, faultsMax).map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { line, column: col, path: '', message: `This is not valid YAML: ${error.message}` }
  })
  visit(document, {
    Alias(_key, node) {
      const { line, col } = lines.linePos(node.range?.[0] ?? 0)
      faults.push({ line, column: col, path: '', message: `Write the value itself instead of the alias *${node.source}.` })
      return visit.BREAK
    },
  })
  return faults
}

type Issue = z.core.$ZodIssue

function faultsOf(issue: Issue, above: Path = []): PlainFault[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: `“${key}” has no meaning here.`, isKey: true }))
  if (issue.code === 'invalid_union') return unionFaults(issue.errors, path)
  return [{ path, message: wordsOf(issue) }]
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_value') return `Write one of: ${issue.values.map(String).join(', ')}.`
  if (issue.code === 'too_small') return 'Write at least one.'
  if (issue.code !== 'invalid_type') return `${issue.message}.`
  return ['record', 'object'].includes(issue.expected) ? 'Write names with values.' : `Write a ${issue.expected}.`
}

/** Of the forms that a value may have, the one that it comes nearest to: with a name in it that has no meaning. */
function unionFaults(errors: readonly Issue[][], path: Path): PlainFault[] {
  const nearest = errors.find((issues) => issues.some(({ code }) => code === 'unrecognized_keys' || code === 'invalid_value'))
  if (nearest) return nearest.flatMap((issue) => faultsOf(issue, path))
  return [{ path, message: 'This is no value: write a text, a number, true or false, or names such as field and table.' }]
}

const inWords = (path: Path): string =>
  path.reduce<string>((words, step) => (typeof step === 'number' ? `${words}[${step}]` : `${words}${words && '.'}${String(step)}`), '')
