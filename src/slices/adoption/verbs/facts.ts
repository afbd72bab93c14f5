import type { Queryable } from '#kernel/db.ts'
import { addDays, definitionOf, figureOf, nothing, readCounts } from '#slices/measures/index.ts'
import type { Revisit } from '../revisit.ts'

const measureIds = ['decisions', 'autonomous', 'exceptions', 'errors', 'contained_high', 'reopened']
const weeks8 = 56

/** What is known of an AI agent's half year in a team: its first eight weeks beside the last eight. */
export async function factsOf(db: Queryable, { teamId, aiAgentId, liveOn, dueOn }: Revisit, today: string) {
  const end = dueOn < today ? dueOn : today
  const count = async (from: string, to: string) =>
    new Map((await readCounts(db, { measureIds, teams: [teamId], aiAgentId, from, to, by: [] })).map((row) => [row.measureId, row]))
  const atFirst = await count(liveOn, addDays(liveOn, weeks8 - 1))
  const lately = await count(addDays(end, 1 - weeks8), end)
  return measureIds.flatMap((id) => {
    const definition = definitionOf(id)
    if (!definition) return []
    return [
      { measure: id, atFirst: figureOf(definition, atFirst.get(id) ?? nothing), lately: figureOf(definition, lately.get(id) ?? nothing) },
    ]
  })
}

export type Facts = Awaited<ReturnType<typeof factsOf>>
