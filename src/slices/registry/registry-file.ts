import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml'
import * as z from 'zod/mini'
import { Slug } from '#kernel/contract.ts'
import { CardEdit, Day, line, Phase, Stage, StartPhase, Status } from './contract/shapes.ts'
import { shapeFaults } from './shape-fault.ts'

/** Something wrong in the text, and the line on which it stands; the first line is 1. */
export type LineFault = { line: number; path: string; message: string }

export type Path = readonly PropertyKey[]

const Email = z.string().check(z.trim(), z.toLowerCase(), z.email(), z.maxLength(254))

const FileDeployment = z.strictObject({
  team: Slug,
  process: z._default(Slug, 'general'),
  version: z.optional(line(120)),
  phase: z.optional(Phase),
  pausedFrom: z.optional(StartPhase),
})

const FileAiAgent = z.strictObject({
  id: Slug,
  name: z.optional(line(120)),
  function: z.optional(line(300)),
  vendor: z.optional(line(120)),
  runtime: z.optional(line(120)),
  version: z.optional(line(120)),
  stage: z.optional(Stage),
  status: z.optional(Status),
  launchedOn: z.optional(z.nullable(Day)),
  lastReviewOn: z.optional(z.nullable(Day)),
  accountableOwner: z.optional(z.nullable(Email)),
  technicalOwner: z.optional(z.nullable(Email)),
  card: z.optional(CardEdit),
  deployments: z._default(z.array(FileDeployment).check(z.maxLength(500)), []),
})

export type FileDeployment = z.infer<typeof FileDeployment>
export type FileAiAgent = z.infer<typeof FileAiAgent>

const aiAgentsMax = 2000
const fileKeys = ['registry', 'aiAgents']

/** One AI agent of the text: what it says, or why it cannot be used. */
export type Entry = { line: number; id: string; faults: LineFault[]; told?: FileAiAgent; lineOf(path: Path): number }

export type RegistryFile = { faults: LineFault[]; entries: Entry[] }

/** Reads the YAML form of the registry. Faults of one AI agent do not hide those of the next. */
export function readRegistryFile(text: string): RegistryFile {
  const lines = new LineCounter()
  const document = parse(text, lines)
  if (document === undefined) return broken('The text is nested too deeply.')
  const unreadable = [...syntaxFaults(document, lines), ...aliasFaults(document, lines)]
  if (unreadable.length > 0) return { faults: unreadable, entries: [] }
  const lineOf = (path: Path) => lineIn(document, lines, path)
  const value: unknown = document.toJS()
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return broken('The text must begin with "registry: 1" and then list "aiAgents:".')
  const { registry, aiAgents, ...unknown } = value as Record<string, unknown>
  const faults = Object.keys(unknown).map((key) => ({
    line: lineOf([key]),
    path: key,
    message: `"${key}" has no meaning here; known are ${fileKeys.join(', ')}.`,
  }))
  if (registry !== 1)
    faults.push({ line: lineOf(['registry']), path: 'registry', message: 'Write "registry: 1": the version of this form.' })
  if (!Array.isArray(aiAgents) || aiAgents.length > aiAgentsMax)
    return {
      faults: [...faults, { line: lineOf(['aiAgents']), path: 'aiAgents', message: `Write a list of at most ${aiAgentsMax} AI agents.` }],
      entries: [],
    }
  return { faults, entries: aiAgents.map((each, index) => readEntry(each, (path) => lineOf(['aiAgents', index, ...path]))) }
}

function readEntry(value: unknown, lineOf: Entry['lineOf']): Entry {
  const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id).slice(0, 80) : ''
  const begun = { line: lineOf([]), id, lineOf }
  const read = FileAiAgent.safeParse(value)
  if (read.success) return { ...begun, told: read.data, faults: [] }
  const found = shapeFaults(FileAiAgent, { issues: read.error.issues, value })
  return { ...begun, faults: found.map(({ path, message }) => ({ line: lineOf(path), path: pathInWords(path), message })) }
}

export function pathInWords(path: Path): string {
  return path.reduce<string>(
    (words, step) => (typeof step === 'number' ? `${words}[${step}]` : `${words}${words && '.'}${String(step)}`),
    '',
  )
}

function broken(message: string): RegistryFile {
  return { faults: [{ line: 1, path: '', message }], entries: [] }
}

function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function syntaxFaults(document: Document, lines: LineCounter): LineFault[] {
  return document.errors.slice(0, 20).map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    path: '',
    message: `This is not valid YAML: ${error.message}`,
  }))
}

/** Aliases of aliases grow without bound, and a list of AI agents has no need of them. */
function aliasFaults(document: Document, lines: LineCounter): LineFault[] {
  const faults: LineFault[] = []
  visit(document, {
    Alias(_key, node) {
      const { line: at } = lines.linePos(node.range?.[0] ?? 0)
      faults.push({ line: at, path: '', message: `Write the value itself instead of the alias *${node.source}.` })
      return visit.BREAK
    },
  })
  return faults
}

/** The line of a value; of what is missing, the line of what should hold it. */
function lineIn(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
