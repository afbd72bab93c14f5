import type { Db } from '#kernel/db.ts'
import { dayOf } from '#slices/measures/index.ts'
import { placesAtWork } from '#slices/registry/index.ts'
import { dueAfter } from '../revisit.ts'
import { knownPairs, scheduleFirst } from '../store/revisits.ts'

/** Schedules the revisit of every AI agent that went live in a team. Safe on several nodes: the second one changes nothing. */
export async function adoptionTick(db: Db, now: Date): Promise<void> {
  const live = (await placesAtWork(db, { teams: null })).filter(({ is_live }) => is_live)
  if (live.length === 0) return
  const known = await knownPairs(db)
  const liveOn = dayOf(now)
  const missing = live.filter(({ team_id, ai_agent_id }) => !known.has(`${team_id}/${ai_agent_id}`))
  if (missing.length === 0) return
  const scheduled = missing.map(({ team_id, ai_agent_id }) => ({
    teamId: team_id,
    aiAgentId: ai_agent_id,
    liveOn,
    dueOn: dueAfter(liveOn),
  }))
  await db.tx((tx) => scheduleFirst(tx, scheduled))
}
