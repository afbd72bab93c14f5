import type { OutputOf } from '#kernel/contract.ts'
import { type CountRow, type Definition, definitionOf, figureOf, isMoney, nothing } from '#slices/measures/index.ts'
import { type Baseline, spanOf, usualValue } from '#slices/monitoring/index.ts'
import type { aiAgentWeeks } from './contract.ts'

const shown = ['decisions', 'errors', 'exceptions', 'run_time', 'run_cost', 'handle_time', 'cost']
const definitions = shown.map(definitionOf).filter((one): one is Definition => one !== undefined)

/** What times and costs are known of a part of. */
const wholes: { [measure: string]: string } = { run_time: 'runs', run_cost: 'runs', handle_time: 'conversations', cost: 'conversations' }

const moneyIds = definitions.filter(isMoney).map(({ id }) => id)
export const isMoneyId = (id: string): boolean => moneyIds.includes(id)
/** All that figures are made of. */
export const readIds = [...new Set([...shown, ...Object.values(wholes)])]

type Weeks = OutputOf<typeof aiAgentWeeks>
type WeekFigure = Weeks['weeks'][number]['figures'][number]

/** Every measure, in their order, money once for each currency; one that has nothing counted says so. */
export function figuresFor(rows: readonly CountRow[], group: string): WeekFigure[] {
  const mine = rows.filter(({ by }) => by[0] === group)
  const of = (id: string) => mine.filter(({ measureId }) => measureId === id)
  return definitions.flatMap((one) => {
    const whole = wholes[one.id]
    const about = { of: whole === undefined ? null : (of(whole)[0]?.n ?? 0) }
    const found = of(one.id)
    if (found.length === 0) return [{ ...figureOf(one, nothing), currency: null, total: null, ...about }]
    return found.map((row) => ({
      ...figureOf(one, row),
      currency: isMoney(one) ? (row.by[1] ?? null) : null,
      total: one.form === 'mean' ? row.total : null,
      ...about,
    }))
  })
}

/** An AI agent in a team, with '' for what no AI agent took part in. */
type Place = { teamId: string; aiAgentId: string }

/** Frozen baselines added up: of each team that of the whole team, or else those of its AI agents; for one AI agent its own. */
export function baselinesTold(found: readonly Baseline[], atWork: readonly Place[]): Weeks['baselines'] {
  return definitions.flatMap((definition) => {
    const every = found.filter(({ measureId }) => measureId === definition.id)
    const currencies = [...new Set(every.map(({ currency }) => currency))].sort()
    return currencies.map((currency) => toldOf(definition, ofTeams(every.filter((one) => one.currency === currency)), atWork))
  })
}

function ofTeams(baselines: readonly Baseline[]): Baseline[] {
  const teams = [...new Set(baselines.map(({ teamId }) => teamId))]
  return teams.flatMap((team) => {
    const mine = baselines.filter(({ teamId }) => teamId === team)
    const whole = mine.filter(({ aiAgentId }) => aiAgentId === '')
    return whole.length > 0 ? whole : mine
  })
}

function toldOf(definition: Definition, all: readonly Baseline[], atWork: readonly Place[]): Weeks['baselines'][number] {
  const sum = (of: (one: Baseline) => number) => all.reduce((sums, one) => sums + of(one), 0)
  const counted = { n: sum(({ n }) => n), x: sum(({ x }) => x), total: sum(({ total }) => total), squares: sum(({ squares }) => squares) }
  const { low, high } = figureOf(definition, counted)
  const isCount = definition.form === 'count'
  const covers = (one: Baseline, place: Place) => one.teamId === place.teamId && (one.aiAgentId === '' || one.aiAgentId === place.aiAgentId)
  const places = atWork.filter((place) => all.some((one) => covers(one, place))).length
  return {
    measure: definition.id,
    currency: all[0]?.currency ?? null,
    value: usualValue(counted, definition.form),
    low: isCount ? null : low,
    high: isCount ? null : high,
    perWeek: isCount && places === atWork.length ? sum((one) => (one.n / spanOf(one)) * 7) : null,
    from: all.map(({ from }) => from).sort()[0] ?? '',
    to:
      all
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? '',
    places,
    ofPlaces: atWork.length,
  }
}
