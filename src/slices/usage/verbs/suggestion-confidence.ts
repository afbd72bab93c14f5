import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { shareOf } from '#kernel/wilson.ts'
import { addDays, dayOf, definitionOf, figureOf, readSpreads } from '#slices/measures/index.ts'
import { byConfidence, groupsOf, teamsTogether } from '../answered.ts'
import { rankingOf } from '../confidence.ts'
import type * as contract from '../contract.ts'
import { quartersWith, type SuggestionWindow, takenIn, whoAnswered, whoAnsweredAt } from '../store/confidence.ts'
import { confidenceBins, suggestionTotals } from '../store/reads.ts'

type Output = OutputOf<typeof contract.getSuggestionConfidence>
export type SuggestionConfidenceParts = { groupFloor: number }

const nameOf = (firstDay: string) => `${firstDay.slice(0, 4)}-Q${(Number(firstDay.slice(5, 7)) + 2) / 3}`

/** First and last day of a quarter such as 2026-Q1. */
function daysOf(quarter: string): { from: string; to: string } {
  const [year = '', number = ''] = quarter.split('-Q')
  const first = (place: number) => dayOf(new Date(Date.UTC(Number(year), place * 3, 1)))
  return { from: first(Number(number) - 1), to: addDays(first(Number(number)), -1) }
}

export const makeSuggestionConfidence = ({ groupFloor }: SuggestionConfidenceParts) =>
  read({
    scope: 'adoption:read',
    everywhere: true,
    async run(db, input: InputOf<typeof contract.getSuggestionConfidence>, { now }): Promise<Output> {
      const today = dayOf(now)
      const known = await quartersWith(db, input.aiAgent)
      if (known.length === 0)
        throw new AppError('not_found', `There are no answered suggestions of ${input.aiAgent} with a confidence.`, {
          next: 'Report them, or see /api/v1/confidence for AI agents that have some.',
        })
      const quarters = known.map(nameOf).filter((each) => daysOf(each).to < today)
      const quarter = quarters.find((each) => each === (input.quarter ?? each)) ?? null
      const none = { aiAgent: input.aiAgent, quarter, quarters, peopleMin: groupFloor, teamsHeld: 0, found: null }
      if (quarter === null) return none
      const window = { aiAgentId: input.aiAgent, ...daysOf(quarter) }
      const { teams, held } = teamsTogether(await whoAnswered(db, window), groupFloor)
      return { ...none, teamsHeld: held, found: teams.length === 0 ? null : await foundIn(db, { ...window, teams }, groupFloor) }
    },
  })

type Asked = SuggestionWindow & { teams: string[] }

/** What is known of teams that together are enough people. */
async function foundIn(db: Db, asked: Asked, peopleMin: number): Promise<Output['found']> {
  const totals = await suggestionTotals(db, asked)
  const sum = (name: 'shown' | 'accepted' | 'edited' | 'overridden' | 'rejected') => totals.reduce((total, each) => total + each[name], 0)
  const accepted = sum('accepted') + sum('edited')
  const answered = accepted + sum('overridden') + sum('rejected')
  const bins = await confidenceBins(db, { ...asked, records: 'suggestions' })
  const groups = groupsOf(await whoAnsweredAt(db, asked), peopleMin)
  const { people, ...taken } = await takenIn(db, asked)
  const { share, low, high } = shareOf(accepted, answered)
  return {
    ...{ shown: sum('shown'), answered, accepted, share, low, high },
    answerSeconds: await medianSeconds(db, asked),
    taken: people >= peopleMin ? taken : null,
    ranking: groups.length > 0 ? rankingOf(bins) : null,
    ...byConfidence(bins, groups),
  }
}

async function medianSeconds(db: Db, { teams, from, to, aiAgentId }: Asked): Promise<number | null> {
  const definition = definitionOf('answer_time_median')
  if (!definition) return null
  const [{ spread } = { spread: [] }] = await readSpreads(db, { measureIds: [definition.id], teams, from, to, aiAgentId, by: [] })
  const n = spread.reduce((sum, each) => sum + each.n, 0)
  return figureOf(definition, { n, x: 0, total: 0, squares: 0, spread }).value
}
