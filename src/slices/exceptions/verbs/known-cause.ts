import type { Queryable, Tx } from '#kernel/db.ts'
import { decisionRow } from '#slices/decisions/index.ts'
import { type Cause, nearestCause } from '../cause.ts'
import type { DetailAnswer } from '../detail.ts'
import type { Likeness } from '../draft.ts'
import { ruleIn } from '../from-decision.ts'
import { type Candidate, causeOfId, openCauses, saveCauses } from '../store/causes.ts'
import { triageOfVersion } from '../store/triage.ts'
import { rankOf } from '../triage.ts'

export type FindCause = (item: Likeness) => string | null

/** Which known cause an item belongs to, among those that are open now. */
export async function causeFinder(db: Queryable): Promise<FindCause> {
  const causes = await openCauses(db)
  return (item) => nearestCause(causes, item)?.id ?? null
}

/** A cause as an item names it. */
export async function causeNamed(db: Queryable, id: string): Promise<DetailAnswer['cause']> {
  const cause = await causeOfId(db, id)
  return cause ? { id: cause.id, title: cause.title, nextStep: cause.nextStep } : null
}

/** Looks again to which cause these items belong, and ranks anew those that moved. Returns how many. */
export async function sortAnew(tx: Tx, items: readonly Candidate[], now: Date): Promise<number> {
  const causes = await openCauses(tx)
  const moved: Moved[] = []
  for (const item of items) {
    const causeId = nearestCause(causes, await likenessOf(tx, item, causes))?.id ?? null
    if (causeId !== item.causeId) moved.push({ item, causeId })
  }
  await saveCauses(tx, await rankedAnew(tx, moved), now)
  return moved.length
}

type Moved = { item: Candidate; causeId: string | null }

/** The rule that sent an item here stands in its decision, which is read only where a cause asks for it. */
async function likenessOf(tx: Tx, item: Candidate, causes: readonly Cause[]): Promise<Likeness> {
  const isAsked = causes.some((cause) => cause.matches.rule !== undefined && mayBeOf(cause, item))
  const row = isAsked && item.decisionId !== null ? await decisionRow(tx, [item.teamId], item.decisionId) : undefined
  return { ...item, rule: row ? ruleIn(row) : null }
}

function mayBeOf({ teamId, matches }: Cause, item: Candidate): boolean {
  const isThere = (asked: string | null | undefined, has: string | null) => asked === null || asked === undefined || asked === has
  return isThere(teamId, item.teamId) && isThere(matches.aiAgent, item.aiAgentId) && isThere(matches.decisionType, item.decisionType)
}

async function rankedAnew(tx: Tx, moved: readonly Moved[]) {
  const versions = [...new Set(moved.map(({ item }) => item.assessed.version))]
  const standards = new Map(await Promise.all(versions.map(async (version) => [version, await triageOfVersion(tx, version)] as const)))
  return moved.flatMap(({ item, causeId }) => {
    const triage = standards.get(item.assessed.version)
    if (!triage) return []
    const { assessed, openedAt, dueAt } = item
    return {
      teamId: item.teamId,
      id: item.id,
      causeId,
      rank: rankOf(triage.standard, { assessed, openedAt, dueAt, hasCause: causeId !== null }),
    }
  })
}
