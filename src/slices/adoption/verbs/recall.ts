import type { Queryable } from '#kernel/db.ts'
import { marksOfUse } from '#slices/usage/index.ts'
import { summaryOf, type TeamSummary } from '../summary.ts'
import type { Settings } from '../team.ts'
import { loadUse } from './use.ts'

export type Recalled = Settings & { teams: readonly string[] | null; aiAgentId?: string; rulesVersion: number }

/** Undefined where nobody of the team had anything to do with AI agents; null where nothing of it may be told. */
type Known = TeamSummary | null | undefined

const heldMax = 5000
/** One is worked out here while the database reads the next. */
const teamsAtOnce = 3

/**
 * What is known of the use of teams, each worked out when it is first asked for and kept until facts about that team and those weeks come in: half a
 * year of days of people is much to read for every look, and what comes in today is about a week that is not shown yet. Of a team that is asked for twice at once it is worked out once.
 */
export function makeRecall() {
  const held = new Map<string, { mark: string; known: Promise<Known> }>()

  function knownOf(db: Queryable, team: string, { asked, changes }: { asked: Recalled; changes: number }): Promise<Known> {
    const place = [team, asked.aiAgentId ?? '', asked.weeks.to].join('\t')
    const mark = `${asked.rulesVersion}/${changes}`
    const before = held.get(place)
    if (before?.mark === mark) return before.known
    if (held.size >= heldMax) held.clear()
    const known = workOut(db, team, asked)
    held.set(place, { mark, known })
    known.catch(() => {
      if (held.get(place)?.known === known) held.delete(place)
    })
    return known
  }

  /** The marks are read first: what comes in after that is worked out the next time. */
  return async function recall(db: Queryable, asked: Recalled): Promise<Map<string, TeamSummary | null>> {
    const found = new Map<string, TeamSummary | null>()
    const marks = [...(await marksOfUse(db, { teams: asked.teams, to: asked.weeks.to }))]
    for (let at = 0; at < marks.length; at += teamsAtOnce) {
      const some = marks.slice(at, at + teamsAtOnce)
      const known = await Promise.all(some.map(([team, changes]) => knownOf(db, team, { asked, changes })))
      for (const [place, [team]] of some.entries()) if (known[place] !== undefined) found.set(team, known[place])
    }
    return found
  }
}

async function workOut(db: Queryable, team: string, { aiAgentId, ...settings }: Recalled): Promise<Known> {
  const use = (await loadUse(db, { ...settings, teams: [team], aiAgentId })).get(team)
  return use && summaryOf(use, settings)
}
