import type * as z from 'zod/mini'
import { type InputOf, Slug } from '#kernel/contract.ts'
import { ConversationEvent } from '#slices/conversations/contract.ts'
import { AccessFact, ExposureFact, GradeFact, SuggestionFact, TrainingFact } from '#slices/usage/contract.ts'
import type * as contract from './contract.ts'
import type { Reject } from './run.ts'

const schemas = {
  events: ConversationEvent,
  suggestions: SuggestionFact,
  training: TrainingFact,
  access: AccessFact,
  exposure: ExposureFact,
  grades: GradeFact,
}

type Name = keyof typeof schemas
const names = Object.keys(schemas) as Name[]

type Told = InputOf<typeof contract.importRows>['rows'][number]

/** A row of which every fact has its form. */
export type Judged = { line: number } & { [N in Name]?: z.infer<(typeof schemas)[N]>[] }

type Around = { now: Date; teams: ReadonlySet<string> }

/** The teams that rows name, known or not; what is no id is left to the forms. */
export function teamsIn(rows: readonly Told[]): string[] {
  const teams = new Set<string>()
  for (const row of rows)
    for (const name of names)
      for (const fact of row[name] ?? []) {
        const team = (fact as { team?: unknown } | null)?.team
        if (Slug.safeParse(team).success) teams.add(team as string)
      }
  return [...teams]
}

/** Parts rows that can be written from those that cannot, each of these with its reason. One bad fact spoils its row and no other. */
export function judgeRows(rows: readonly Told[], around: Around): { good: Judged[]; bad: Reject[] } {
  const good: Judged[] = []
  const bad: Reject[] = []
  const latest = around.now.getTime() + aheadMs
  for (const row of rows) {
    const judged: Judged = { line: row.line }
    const reason = judge(row, judged, { ...around, latest })
    if (reason === undefined) good.push(judged)
    else bad.push({ line: row.line, reason })
  }
  return { good, bad }
}

/** Clocks of other systems may go a little ahead of ours. */
const aheadMs = 5 * 60_000

function judge(row: Told, judged: Judged, around: Around & { latest: number }): string | undefined {
  for (const name of names) {
    const told = row[name]
    if (!told) continue
    const list: unknown[] = []
    const reason = judgeFacts(told, list, { ...around, schema: schemas[name] })
    if (reason !== undefined) return reason
    judged[name] = list as never
  }
  return names.some((name) => row[name]?.length) ? undefined : 'the row holds no fact'
}

type Judging = Around & { latest: number; schema: (typeof schemas)[Name] }

/** Adds the facts to a list; answers what is wrong with the first that is no fact. */
function judgeFacts(told: readonly unknown[], list: unknown[], around: Judging): string | undefined {
  for (const fact of told) {
    const parsed = around.schema.safeParse(fact)
    if (!parsed.success) return wordsOf(parsed.error)
    const reason = refusalOf(parsed.data, around)
    if (reason !== undefined) return reason
    list.push(parsed.data)
  }
  return undefined
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

type Fact = { team: string; at?: string; answeredAt?: string | null; shownAt?: string; day?: string; gradedAt?: string }

function refusalOf(fact: Fact, { teams, latest }: Around & { latest: number }): string | undefined {
  if (!teams.has(fact.team)) return `there is no team ${fact.team}: add it, or import with --create-teams`
  const late = [fact.at, fact.shownAt, fact.answeredAt, fact.gradedAt].find((at) => at && Date.parse(at) > latest)
  if (late) return `${late} lies in the future`
  return fact.day !== undefined && Date.parse(fact.day) - 86_400_000 > latest ? `${fact.day} lies in the future` : undefined
}
