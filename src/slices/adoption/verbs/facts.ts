import type { Queryable } from '#kernel/db.ts'
import { addDays, definitionOf, figureOf, nothing, readWindows } from '#slices/measures/index.ts'
import type { Revisit } from '../revisit.ts'

const measureIds = ['decisions', 'autonomous', 'exceptions', 'errors', 'contained_high', 'reopened']
const weeks8 = 56

/** What is known of the half year of each AI agent in its team: its first eight weeks beside the last eight. In the order of the revisits. */
export async function factsOf(db: Queryable, revisits: readonly Revisit[], today: string) {
  const counts = await readWindows(
    db,
    measureIds,
    revisits.flatMap((each) => windowsOf(each, today)),
  )
  return revisits.map((_, at) => figuresOf(counts[2 * at] ?? new Map(), counts[2 * at + 1] ?? new Map()))
}

function windowsOf({ teamId, aiAgentId, liveOn, dueOn }: Revisit, today: string) {
  const end = dueOn < today ? dueOn : today
  return [
    { teamId, aiAgentId, from: liveOn, to: addDays(liveOn, weeks8 - 1) },
    { teamId, aiAgentId, from: addDays(end, 1 - weeks8), to: end },
  ]
}

type Counts = Awaited<ReturnType<typeof readWindows>>[number]

function figuresOf(atFirst: Counts, lately: Counts) {
  return measureIds.flatMap((id) => {
    const definition = definitionOf(id)
    if (!definition) return []
    return [
      { measure: id, atFirst: figureOf(definition, atFirst.get(id) ?? nothing), lately: figureOf(definition, lately.get(id) ?? nothing) },
    ]
  })
}

export type Facts = Awaited<ReturnType<typeof factsOf>>[number]
