import type { Db, Tx } from '#kernel/db.ts'
import { type Act, actsAfter, newestAct } from '#slices/audit/index.ts'
import { type Asked, askedBetween, fatesOf, newestSeq } from '#slices/decisions/index.ts'
import { addTally, type Count, dayOf, type HourCount, negativeOf, sumTallies, type Tally } from '#slices/measures/index.ts'
import { holdMark, moveMark, readMark, type StoredFate, saveFates, saveSeen, storedFates } from '../store/facts.ts'

const stepMax = 20_000
const actions = ['decision.execute', 'decision.outcome', 'decision.override']
/** The measures that are counted here. */
export const countedHere = ['decisions', 'autonomous', 'exceptions', 'errors']

/**
 * Adds what AI agents did since the last call to the counts: decisions by their number, and by the number of the act that told it what
 * became of them. Returns how far it went. One server at a time: the mark is locked until the commit.
 */
export async function followDecisions(db: Db, now: Date): Promise<number> {
  const [seen, decided, acted] = [await readMark(db), await newestSeq(db), await newestAct(db)]
  if (seen.decisionSeq >= decided && seen.auditSeq >= acted) return 0
  return db.tx(async (tx) => {
    const mark = await holdMark(tx)
    const decisionSeq = Math.max(mark.decisionSeq, Math.min(decided, mark.decisionSeq + stepMax))
    const auditSeq = Math.max(mark.auditSeq, Math.min(acted, mark.auditSeq + stepMax))
    const asked = await askedBetween(tx, mark.decisionSeq, decisionSeq)
    if (asked.length > 0) await saveSeen(tx, newestByPlace(asked))
    const fates = await followActs(tx, await actsAfter(tx, { actions, after: mark.auditSeq, upTo: auditSeq }))
    const tally = sumTallies([...asked.map(tallyOfAsked), ...fates])
    await addTally(tx, tally, now)
    await moveMark(tx, { decisionSeq, auditSeq })
    return decisionSeq - mark.decisionSeq + auditSeq - mark.auditSeq
  })
}

type Kind = { teamId: string; aiAgentId: string; kind: string; at: Date }
type Hits = { measureId: string; n: number; x: number }

const countOf = ({ teamId, aiAgentId, kind, at }: Kind, { measureId, n, x }: Hits): Count => ({
  teamId,
  measureId,
  aiAgentId,
  kind,
  day: dayOf(at),
  version: 1,
  n,
  x,
  total: 0n,
  squares: 0n,
})

const hourOf = ({ teamId, aiAgentId, at }: Kind, hits: Hits): HourCount => {
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
  return { teamId, aiAgentId, ...hits, hour }
}

/** What was asked in an hour adds to the counts. */
export function tallyOfAsked(row: Asked): Tally {
  const place = { teamId: row.team_id, aiAgentId: row.ai_agent_id, kind: row.decision_type, at: row.hour }
  const decisions = { measureId: 'decisions', n: row.decisions, x: 0 }
  const counts = [
    countOf(place, decisions),
    countOf(place, { measureId: 'autonomous', n: row.decisions, x: row.alone }),
    countOf(place, { measureId: 'exceptions', n: row.asked, x: row.for_people }),
  ]
  return { counts: counts.filter(({ n }) => n > 0), spreads: [], hours: [hourOf(place, decisions)] }
}

function newestByPlace(asked: readonly Asked[]) {
  const newest = new Map<string, { teamId: string; aiAgentId: string; at: Date }>()
  for (const { team_id: teamId, ai_agent_id: aiAgentId, last_at: at } of asked) {
    const before = newest.get(`${teamId}/${aiAgentId}`)
    if (!before || before.at < at) newest.set(`${teamId}/${aiAgentId}`, { teamId, aiAgentId, at })
  }
  return [...newest.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each)
}

const idOf = ({ subject }: Act) => subject.slice('decision:'.length)

/** Brings what is known of the decisions that were acted on up to date; returns what that changes about the counts. */
async function followActs(tx: Tx, acts: readonly Act[]): Promise<Tally[]> {
  if (acts.length === 0) return []
  const ids = [...new Set(acts.map(idOf))]
  const before = new Map((await storedFates(tx, ids)).map((fate) => [fate.decision_id, fate]))
  const overridden = new Map(acts.filter(({ action }) => action === 'decision.override').map((act) => [idOf(act), act.at]))
  const after = (await fatesOf(tx, ids)).map((fate): StoredFate => {
    const { id, ...told } = fate
    const overriddenAt = before.get(id)?.overridden_at ?? overridden.get(id) ?? null
    return {
      ...told,
      decision_id: id,
      overridden_at: overriddenAt,
      wrong_at: fate.is_executed ? earlier(fate.failed_at, overriddenAt) : null,
    }
  })
  if (after.length > 0) await saveFates(tx, after)
  return after.flatMap((fate) => {
    const known = before.get(fate.decision_id)
    return [...(known ? [negativeOf(tallyOfFate(known))] : []), tallyOfFate(fate)]
  })
}

const earlier = (one: Date | null, other: Date | null) =>
  one && other ? new Date(Math.min(one.getTime(), other.getTime())) : (one ?? other)

/** What became of a decision adds to the counts. */
export function tallyOfFate(fate: StoredFate): Tally {
  if (!fate.is_executed) return { counts: [], spreads: [], hours: [] }
  const place = { teamId: fate.team_id, aiAgentId: fate.ai_agent_id, kind: fate.decision_type, at: fate.recorded_at }
  const errors = { measureId: 'errors', n: 1, x: fate.wrong_at ? 1 : 0 }
  return { counts: [countOf(place, errors)], spreads: [], hours: [hourOf(place, errors)] }
}
