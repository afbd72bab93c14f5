import type { RollupRow } from './project.ts'

type Tier = RollupRow['tier']
type Counts = Record<Tier, number>

const none = (): Counts => ({ autonomous: 0, review: 0, human_only: 0 })

/** Sums rollups into the figures of one page. Every figure is a count of recorded decisions. */
export function summarise(rows: readonly RollupRow[]) {
  const total = { decisions: 0, inForce: none(), byPolicy: none(), recordOnly: 0, covered: 0 }
  const byAiAgent = new Map<string, { aiAgent: string; team: string; decisions: number } & Counts>()
  const byType = new Map<string, { decisionType: string; decisions: number; isCovered: boolean } & Counts>()
  for (const row of rows) {
    total.decisions += row.decisions
    total.inForce[row.tier] += row.decisions
    total.byPolicy[row.policy_tier] += row.decisions
    if (row.record_only) total.recordOnly += row.decisions
    if (row.is_covered) total.covered += row.decisions
    const place = { aiAgent: row.ai_agent_id, team: row.team_id, decisions: 0, ...none() }
    add(byAiAgent, `${row.ai_agent_id}/${row.team_id}`, { row, start: place })
    const kind = { decisionType: row.decision_type, decisions: 0, isCovered: row.is_covered, ...none() }
    add(byType, `${row.decision_type}/${row.is_covered}`, { row, start: kind })
  }
  return { ...total, byAiAgent: byVolume(byAiAgent), byType: byVolume(byType) }
}

function add<T extends Counts & { decisions: number }>(groups: Map<string, T>, key: string, seen: { row: RollupRow; start: T }): void {
  const group = groups.get(key) ?? seen.start
  group.decisions += seen.row.decisions
  group[seen.row.tier] += seen.row.decisions
  groups.set(key, group)
}

const groupsMax = 200

function byVolume<T extends { decisions: number }>(groups: Map<string, T>): T[] {
  return [...groups.values()].sort((a, b) => b.decisions - a.decisions).slice(0, groupsMax)
}
