import type * as z from 'zod/mini'
import { Slug } from '#kernel/contract.ts'
import { ConversationEvent } from '#slices/conversations/contract.ts'
import { AccessFact, ExposureFact, GradeFact, SuggestionFact, TrainingFact } from '#slices/usage/contract.ts'
import type { FactTable, Rows } from './columns.ts'
import { factReader, toldFact } from './fact-reader.ts'
import type { Reject } from './run.ts'

const schemas = {
  events: ConversationEvent,
  suggestions: SuggestionFact,
  training: TrainingFact,
  access: AccessFact,
  exposure: ExposureFact,
  grades: GradeFact,
}

export type FactKind = keyof typeof schemas
const kinds = Object.keys(schemas) as FactKind[]

/** Facts of one kind, and for each the place of its row. */
export type Facts<T> = { of: number[]; list: T[] }

export type Judged = {
  /** Rows that cannot be written, by their place, and why. */
  faults: ReadonlyMap<number, string>
  /** The facts of all other rows. */
  facts: { [K in FactKind]?: Facts<z.infer<(typeof schemas)[K]>> }
}

type Around = { now: Date; teams: ReadonlySet<string> }

/** The teams that rows name, known or not; what is no id is left to the forms. */
export function teamsIn({ facts }: Rows<FactKind>): string[] {
  const told = kinds.flatMap((kind) => facts[kind]?.columns.team?.values ?? [])
  return [...new Set(told)].filter((team) => Slug.safeParse(team).success) as string[]
}

/** Parts rows that can be written from those that cannot, each of these with its reason. One bad fact spoils its row and no other. */
export function judgeRows(rows: Rows<FactKind>, around: Around): Judged {
  const faults = new Map<number, string>()
  const latest = around.now.getTime() + aheadMs
  const judged = kinds.flatMap((kind) => {
    const table = rows.facts[kind]
    return table ? [[kind, judgeTable(table, faults, { ...around, latest, schema: schemas[kind] })] as const] : []
  })
  if (judged.reduce((sum, [, { list }]) => sum + list.length, 0) < rows.lines.length) noteEmpty(rows, faults)
  return { faults, facts: Object.fromEntries(judged.map(([kind, facts]) => [kind, without(facts, faults)])) }
}

/** Clocks of other systems may go a little ahead of ours. */
const aheadMs = 5 * 60_000

type Judging = Around & { latest: number; schema: (typeof schemas)[FactKind] }

/** Every fact that has its form. The first fault of a row is noted. */
function judgeTable({ of, columns }: FactTable, faults: Map<number, string>, around: Judging): Facts<unknown> {
  const { schema } = around
  const read = factReader(schema, columns, (name, value) => isRefused(name, value as string, around))
  const found: Facts<unknown> = { of: [], list: [] }
  for (const [place, row] of of.entries()) {
    if (faults.has(row)) continue
    const fact = read(place)
    if (fact === undefined) faults.set(row, reasonOf(toldFact(columns, place), around))
    else {
      found.of.push(row)
      found.list.push(fact)
    }
  }
  return found
}

function without<T>({ of, list }: Facts<T>, faults: ReadonlyMap<number, string>): Facts<T> {
  if (faults.size === 0) return { of, list }
  const isGood = (_: unknown, place: number) => !faults.has(of[place] as number)
  return { of: of.filter((row) => !faults.has(row)), list: list.filter(isGood) }
}

function noteEmpty({ lines, facts }: Rows<FactKind>, faults: Map<number, string>): void {
  const told = new Set(kinds.flatMap((kind) => facts[kind]?.of ?? []))
  for (const row of lines.keys()) if (!told.has(row)) faults.set(row, 'the row holds no fact')
}

/** The rejects of judged rows, by their lines. */
export const rejectsOf = ({ lines }: Pick<Rows, 'lines'>, { faults }: Judged): Reject[] =>
  [...faults].map(([row, reason]) => ({ line: lines[row] ?? 0, reason })).sort((one, other) => one.line - other.line)

const instants = new Set(['at', 'shownAt', 'answeredAt', 'gradedAt'])

/** Whether a value of the right form is still none that can be written. */
function isRefused(name: string, value: string, { teams, latest }: Judging): boolean {
  if (name === 'team') return !teams.has(value)
  if (name === 'day') return Date.parse(value) - 86_400_000 > latest
  return instants.has(name) && value !== null && Date.parse(value) > latest
}

type Dated = { team: string; at?: string; answeredAt?: string | null; shownAt?: string; day?: string; gradedAt?: string }

/** What is wrong with a fact in which something is. */
function reasonOf(fact: unknown, { schema, teams, latest }: Judging): string {
  const parsed = schema.safeParse(fact)
  if (!parsed.success) return wordsOf(parsed.error)
  const { team, at, shownAt, answeredAt, gradedAt, day }: Dated = parsed.data
  if (!teams.has(team)) return `there is no team ${team}: add it, or import with --create-teams`
  const late = [at, shownAt, answeredAt, gradedAt].find((instant) => instant && Date.parse(instant) > latest) ?? day
  return late === undefined ? 'a field of a group has a column of its own, such as facts.reopens' : `${late} lies in the future`
}

function wordsOf({ issues }: z.core.$ZodError): string {
  return issues
    .slice(0, 5)
    .map((issue) => {
      const message = issue.code === 'unrecognized_keys' ? `there is no field ${issue.keys.join(', ')}` : messageOf(issue)
      return issue.path.length === 0 ? message : `${issue.path.join('.')}: ${message}`
    })
    .join('; ')
    .replace(/\p{C}/gu, ' ')
    .slice(0, 1000)
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`
  return issue.message
}
