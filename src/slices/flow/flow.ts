import type { Path } from '#slices/conversations/index.ts'

export type PassedOn = {
  /** Conversations that were passed on at least once. */
  passedOn: number
  /** Changes from one team to another. */
  moves: number
  /** Conversations that came back to a team that had had them before the one in between: A, B, A somewhere on the way. */
  pingPong: number
  /** Most first. */
  pairs: { from: string; to: string; n: number }[]
}

/**
 * Who passes on to whom. A team that only stands for no team is left out of the way first, so that going through it is no change.
 * @param without ids of such teams
 */
export function passedOnIn(paths: readonly Path[], without: readonly string[] = []): PassedOn {
  const pairs = new Map<string, { from: string; to: string; n: number }>()
  const sum = { passedOn: 0, moves: 0, pingPong: 0 }
  for (const { teams, n } of paths) {
    const way = wayOf(teams, without)
    if (way.length < 2) continue
    sum.passedOn += n
    sum.moves += n * (way.length - 1)
    if (way.some((team, place) => team === way[place + 2])) sum.pingPong += n
    way.slice(1).forEach((to, place) => {
      const from = way[place] ?? ''
      const key = `${from}\t${to}`
      pairs.set(key, { from, to, n: (pairs.get(key)?.n ?? 0) + n })
    })
  }
  const most = [...pairs].sort(([one, { n }], [other, { n: m }]) => m - n || (one < other ? -1 : 1))
  return { ...sum, pairs: most.map(([, pair]) => pair) }
}

function wayOf(teams: readonly string[], without: readonly string[]): string[] {
  return teams.filter((team) => !without.includes(team)).filter((team, place, all) => team !== all[place - 1])
}

/** Conversations that began in a team in a month, YYYY-MM-01. */
export type TeamMonth = { team: string; month: string; n: number }

export type TeamYears = {
  team: string
  n: number
  firstMonth: string
  lastMonth: string
  /** Months with at least one conversation. */
  activeMonths: number
  best: { year: number; n: number }
  /** Conversations of the year that is asked about. */
  inYear: number
  isQuiet: boolean
}

/** Under this share of its best year a team counts as gone quiet. A judgement. */
export const quietShare = 0.1

/** What teams did year by year, and whether they went quiet: in `year` under a tenth of their best year until then. */
export function teamYears(months: readonly TeamMonth[], year: number): TeamYears[] {
  const byTeam = new Map<string, TeamMonth[]>()
  for (const each of months) byTeam.set(each.team, [...(byTeam.get(each.team) ?? []), each])
  return [...byTeam].sort(([one], [other]) => (one < other ? -1 : 1)).map(([team, own]) => yearsOf(team, own, year))
}

function yearsOf(team: string, months: readonly TeamMonth[], year: number): TeamYears {
  const sorted = months.map(({ month }) => month).sort()
  const years = new Map<number, number>()
  for (const { month, n } of months) years.set(Number(month.slice(0, 4)), (years.get(Number(month.slice(0, 4))) ?? 0) + n)
  const until = [...years].filter(([each]) => each <= year).sort(([one], [other]) => one - other)
  const best = until.reduce((most, [each, n]) => (n > most.n ? { year: each, n } : most), { year, n: 0 })
  const inYear = years.get(year) ?? 0
  return {
    team,
    n: months.reduce((sum, { n }) => sum + n, 0),
    firstMonth: sorted[0] ?? '',
    lastMonth: sorted.at(-1) ?? '',
    activeMonths: new Set(sorted).size,
    best,
    inYear,
    isQuiet: best.n > 0 && inYear < quietShare * best.n,
  }
}
