import type { Queryable } from '#kernel/db.ts'
import { addDays, readSpreads, valueOfBucket } from '#slices/measures/index.ts'
import { accessPeriods, type PersonDay, personDays, refusalTotals, trainingsUntil } from '#slices/usage/index.ts'
import type { TeamUse } from '../team.ts'
import type { Weeks } from '../weeks.ts'

type Asked = { teams: readonly string[] | null; aiAgentId?: string; weeks: Weeks; peopleMin: number }

/** So far back a team's use is looked at: for when it began and how long it lasted. */
export const historyDays = 210

const unfit = new Set([
  'knowledge_wrong',
  'knowledge_missing',
  'rule_wrong',
  'context_missing',
  'tone',
  'tool_failed',
  'does_not_fit',
  'unsafe',
])
const enablement = new Set(['did_not_know', 'no_time', 'not_trained'])

/** What is known of each team's use. Null where one AI agent was asked for and what is left of the team without it would be too few people. */
export async function loadUse(db: Queryable, { teams, aiAgentId, weeks, peopleMin }: Asked): Promise<ReadonlyMap<string, TeamUse | null>> {
  const window = { teams, from: addDays(weeks.to, -historyDays), to: weeks.to, aiAgentId }
  const days = byTeam(await personDays(db, window))
  const ids = [...days.keys()]
  const end = new Date(`${addDays(weeks.to, 1)}T00:00:00Z`)
  const access = await accessPeriods(db, { teams: ids, from: new Date(`${weeks.from}T00:00:00Z`), to: end })
  const trainings = await trainingsUntil(db, { teams: ids, to: end })
  const refusals = await refusalTotals(db, { ...window, from: weeks.from })
  const seconds = await answerSeconds(db, { teams, aiAgentId, weeks })
  const hidden = aiAgentId === undefined ? new Set<string>() : await leavingTooFew(db, { teams, weeks, days, peopleMin })
  const people = (team: string, rows: readonly { teamId: string; pseudonym: string }[]) => [
    ...new Set(rows.filter(({ teamId }) => teamId === team).map(({ pseudonym }) => pseudonym)),
  ]
  const reasons = (team: string, kinds: ReadonlySet<string>) =>
    refusals.filter(({ teamId, reason }) => teamId === team && kinds.has(reason)).reduce((total, { n }) => total + n, 0)
  return new Map(
    [...days].map(([team, own]) => [
      team,
      hidden.has(team)
        ? null
        : {
            isOfOneAiAgent: aiAgentId !== undefined,
            days: own,
            access: people(team, access),
            trained: people(team, trainings),
            unfitReasons: reasons(team, unfit),
            enablementReasons: reasons(team, enablement),
            answerSeconds: seconds.get(team) ?? null,
          },
    ]),
  )
}

function byTeam(days: readonly PersonDay[]): Map<string, PersonDay[]> {
  const teams = new Map<string, PersonDay[]>()
  for (const day of days) {
    const own = teams.get(day.teamId)
    if (own) own.push(day)
    else teams.set(day.teamId, [day])
  }
  return teams
}

type Leaving = { teams: readonly string[] | null; weeks: Weeks; days: ReadonlyMap<string, readonly PersonDay[]>; peopleMin: number }

/** Teams where the figures of one AI agent, taken from those of all, would leave figures of too few people. */
async function leavingTooFew(db: Queryable, { teams, weeks, days, peopleMin }: Leaving): Promise<Set<string>> {
  const all = byTeam((await personDays(db, { teams, from: weeks.from, to: weeks.to })).filter(({ shown }) => shown > 0))
  const isLeft = (team: string, own: readonly PersonDay[]) => {
    const used = new Map<string, number>()
    for (const day of days.get(team) ?? []) if (day.day >= weeks.from) used.set(`${day.pseudonym}\t${day.day}`, day.shown)
    const left = own.filter((day) => day.shown > (used.get(`${day.pseudonym}\t${day.day}`) ?? 0))
    const people = new Set(left.map(({ pseudonym }) => pseudonym)).size
    return people > 0 && people < peopleMin
  }
  return new Set([...all].filter(([team, own]) => isLeft(team, own)).map(([team]) => team))
}

const answersMin = 30

/** Half of a team's answers came within so many seconds. */
async function answerSeconds(db: Queryable, { teams, aiAgentId, weeks }: Omit<Asked, 'peopleMin'>): Promise<ReadonlyMap<string, number>> {
  const rows = await readSpreads(db, { measureIds: ['answer_time_median'], teams, from: weeks.from, to: weeks.to, aiAgentId, by: ['team'] })
  return new Map(
    rows.flatMap(({ by: [team = ''], spread }) => {
      const middle = middleOf(spread)
      return middle === null ? [] : [[team, middle] as const]
    }),
  )
}

function middleOf(buckets: readonly { bucket: number; n: number }[]): number | null {
  const total = buckets.reduce((sum, { n }) => sum + n, 0)
  if (total < answersMin) return null
  let seen = 0
  for (const { bucket, n } of buckets) {
    seen += n
    if (seen * 2 >= total) return valueOfBucket(bucket)
  }
  return null
}
