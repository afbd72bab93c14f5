import { AppError } from '#kernel/errors.ts'
import { evaluate, isStricter, type ReadStandard, type Tier, tunedWithin } from '#slices/policy/index.ts'

/** What is needed of a recorded decision to try it again. */
export type PastDecision = {
  id: string
  team_id: string
  policy_tier: Tier
  recorded_at: Date
  occurred_at: Date | null
  content: string | null
}

type Compiled = NonNullable<ReadStandard['compiled']>
type Tuning = Parameters<typeof tunedWithin>[1]

/** What each team brings to its decisions: its time zone, and its own values where it has any. */
export type TeamFacts = { timeZone: string | undefined; tuning: Tuning | null | undefined }

type Content = { inputs: Record<string, unknown>; confidence: number | null; knowledge: unknown[] }

export type Change = { id: string; team: string; at: string; was: Tier; would: Tier; because: string }

type Counts = Record<Tier, number>

export type Preview = {
  decisionType: string
  considered: number
  /** Their content was erased, so nobody can say what they would get. */
  unknown: number
  oldestAt: string | null
  was: Counts
  would: Counts
  looser: number
  stricter: number
  changes: Change[]
}

/** The standard of a text, or a refusal that names every fault. */
export function readable(found: ReadStandard): Compiled {
  if (found.compiled) return found.compiled
  const faults = found.faults.filter((fault) => !fault.warning)
  throw new AppError('invalid', `The standard cannot be tried yet. ${faults[0]?.message ?? ''}`.trimEnd(), {
    faults,
    next: 'Correct the faults and try again. Nothing was changed.',
  })
}

/**
 * What recorded decisions would get from another text: each is judged again from the inputs that it came with, at the time at
 * which its rules were applied, with the tuning that its team has today. Nothing is written.
 */
export function previewOf(compiled: Compiled, rows: readonly PastDecision[], teams: ReadonlyMap<string, TeamFacts>): Preview {
  const preview = emptyPreview(compiled.standard.standard, rows)
  const tunings = new Map([...teams].map(([team, { tuning }]) => [team, tuning ? tunedWithin(compiled, tuning) : undefined]))
  for (const row of rows) {
    if (row.content === null) {
      preview.unknown++
      continue
    }
    const { inputs, confidence, knowledge } = JSON.parse(row.content) as Content
    const at = row.occurred_at ?? row.recorded_at
    const question = { inputs, confidence, knowledge: knowledge.length > 0, at, timeZone: teams.get(row.team_id)?.timeZone }
    const { tier, reasons } = evaluate(compiled, question, tunings.get(row.team_id))
    preview.was[row.policy_tier]++
    preview.would[tier]++
    if (tier === row.policy_tier) continue
    preview[isStricter(tier, row.policy_tier) ? 'stricter' : 'looser']++
    const because = reasons[0]?.because ?? ''
    preview.changes.push({ id: row.id, team: row.team_id, at: at.toISOString(), was: row.policy_tier, would: tier, because })
  }
  return preview
}

const none = (): Counts => ({ autonomous: 0, review: 0, human_only: 0 })

function emptyPreview(decisionType: string, rows: readonly PastDecision[]): Preview {
  const oldestAt = rows.at(-1)?.recorded_at.toISOString() ?? null
  return { decisionType, considered: rows.length, unknown: 0, oldestAt, was: none(), would: none(), looser: 0, stricter: 0, changes: [] }
}
