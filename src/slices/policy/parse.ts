import { type Document, isNode, isScalar, LineCounter, type Node, parseDocument, stringify, visit } from 'yaml'
import { type Fault, faultAt, type Place } from './fault.ts'
import { standardShape } from './json-schema.ts'
import { type ShapeIssue, shapeFaults } from './shape-faults.ts'
import type { Standard } from './standard.ts'
import { keyPlaceIn, placeIn } from './yaml-place.ts'

/** Greatest length of a standard's file in characters. */
export const textLengthMax = 100_000

export type Parsed = { standard?: Standard; faults: Fault[]; place: Place }

/** Reads a standard from its YAML text. Every fault says where it stands; a standard is given only where there is none. */
export function parseStandard(text: string, file = ''): Parsed {
  const start: Place = () => ({ file, line: 1, column: 1 })
  if (text.length > textLengthMax) {
    return { faults: [faultAt(start, { path: [] }, { message: `The file is longer than ${textLengthMax} characters.` })], place: start }
  }
  const lines = new LineCounter()
  const document = readDocument(text, lines)
  if (document === undefined)
    return {
      faults: [faultAt(start, { path: [] }, { message: 'This is no standard: it is nested too deeply, or signs repeat without end.' })],
      place: start,
    }
  const source = { file, text, document, lines }
  const place = placeIn(source)
  const broken = [...syntaxFaults(document, lines, file), ...treeFaults(document, lines, file)]
  if (broken.length > 0) return { faults: broken, place }
  const read = standardShape.safeParse(document.toJS())
  if (read.success) return { standard: read.data, faults: [], place }
  const issues = read.error.issues as ShapeIssue[]
  return { faults: shapeFaults(issues, { place, keyPlace: (path) => keyPlaceIn(source, path), value: document.toJS() }), place }
}

/** The standard as a YAML text that reads back as the same standard. */
export function standardToYaml(standard: Standard): string {
  const { standard: id, title, about, inputs, parameters, requires, rules, otherwise, bundle_seconds_max, examples } = standard
  const ordered = { standard: id, title, about, inputs, parameters, requires, rules, otherwise, bundle_seconds_max, examples }
  const kept = Object.entries(ordered).filter(([key, value]) => value !== undefined && (key === 'rules' || !isEmpty(value)))
  return stringify(Object.fromEntries(kept), { lineWidth: 140, aliasDuplicateObjects: false })
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** The deepest standard has six levels; the parser needs seconds for tens of thousands. */
const depthMax = 50

function isDeep(text: string): boolean {
  let depth = 0
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    depth += sign === '[' || sign === '{' ? 1 : -1
    if (depth > depthMax) return true
  }
  return /(?:[-?:][ \t]+|,\s*){20}/.test(text)
}

function readDocument(text: string, lineCounter: LineCounter): Document | undefined {
  if (isDeep(text)) return undefined
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false })
  } catch {
    return undefined
  }
}

function syntaxFaults(document: Document, lines: LineCounter, file: string): Fault[] {
  return document.errors.slice(0, 20).map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { file, line, column: col, path: '', message: `This is not valid YAML: ${error.message}` }
  })
}

/**
 * Aliases and keys that are written twice. An alias repeats a value, and aliases of aliases grow without bound; a standard has no
 * need of them. The parser would find keys that are written twice by comparing each with each: a minute for 40,000 keys.
 */
function treeFaults(document: Document, lines: LineCounter, file: string): Fault[] {
  const faults: Fault[] = []
  const add = (node: Node | null, message: string, write?: string) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0)
    faults.push({ file, line, column: col, path: '', message, write })
    return faults.length < 20 ? undefined : visit.BREAK
  }
  visit(document, {
    Alias: (_key, node) => add(node, `A standard cannot use the alias *${node.source}.`, 'the value itself'),
    Map(_key, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key
        if (seen.has(name)) return add(isNode(key) ? key : null, `“${String(name)}” is written twice.`)
        seen.add(name)
      }
      return undefined
    },
  })
  return faults
}
