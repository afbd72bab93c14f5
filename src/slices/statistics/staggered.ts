/** A team's mean outcome in each period, and the first period in which it was treated; null when it is not treated yet. */
export type TeamPanel = { outcomes: readonly number[]; firstTreated: number | null }

/** Effect on the teams that started together, in one period: their change since the period before they started, beyond that of teams that had not started by then. */
export type GroupTimeEffect = { firstTreated: number; period: number; teams: number; controls: number; effect: number }

/**
 * Effects when teams start one after the other, against teams that are not treated yet, and their mean over teams. A period in which no team is left
 * untreated has no effect: there is nothing to compare with. Without covariates. Source: Callaway and Sant'Anna, Journal of Econometrics 225(2), 2021.
 */
export function staggeredEffects(panel: readonly TeamPanel[]): { groups: GroupTimeEffect[]; overall: number | null } {
  const starts = [...new Set(panel.map(({ firstTreated }) => firstTreated))].filter((start) => start !== null && start > 0) as number[]
  const periods = Math.max(0, ...panel.map(({ outcomes }) => outcomes.length))
  const groups = starts
    .sort((a, b) => a - b)
    .flatMap((start) => Array.from({ length: Math.max(0, periods - start) }, (_, after) => groupTime(panel, start, start + after)))
    .filter((group) => group !== null)
  const teams = groups.reduce((sum, group) => sum + group.teams, 0)
  return { groups, overall: teams === 0 ? null : groups.reduce((sum, group) => sum + group.teams * group.effect, 0) / teams }
}

function groupTime(panel: readonly TeamPanel[], start: number, period: number): GroupTimeEffect | null {
  const change = (team: TeamPanel) => (team.outcomes[period] ?? Number.NaN) - (team.outcomes[start - 1] ?? Number.NaN)
  const treated = panel
    .filter(({ firstTreated }) => firstTreated === start)
    .map(change)
    .filter(Number.isFinite)
  const controls = panel
    .filter(({ firstTreated }) => firstTreated === null || firstTreated > period)
    .map(change)
    .filter(Number.isFinite)
  if (treated.length === 0 || controls.length === 0) return null
  return { firstTreated: start, period, teams: treated.length, controls: controls.length, effect: mean(treated) - mean(controls) }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Gap between treated and other teams in each period, less the gap in the period before the start: near zero before it if the comparison is fair.
 * All treated teams start in period `start`.
 */
export function gapsByPeriod(outcomes: { treated: readonly number[][]; control: readonly number[][] }, start: number): number[] {
  const gap = (period: number) => {
    const at = (teams: readonly number[][]) => mean(teams.map((team) => team[period] ?? Number.NaN))
    return at(outcomes.treated) - at(outcomes.control)
  }
  return (outcomes.treated[0] ?? []).map((_, period) => gap(period) - gap(start - 1))
}
