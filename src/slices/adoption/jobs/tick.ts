import { systemActor } from '#kernel/actor.ts'
import type { Db } from '#kernel/db.ts'
import { type WriteAudit, write } from '#kernel/verb.ts'
import { dayOf } from '#slices/measures/index.ts'
import { placesAtWork } from '#slices/registry/index.ts'
import { dueAfter } from '../revisit.ts'
import { knownPairs, scheduleFirst } from '../store/revisits.ts'

const scope = 'adoption:write'
const actor = systemActor('revisits', [scope])

/** Schedules the revisit of every AI agent that went live in a team. Safe on several nodes: the second one changes nothing. */
export async function adoptionTick({ db, audit }: { db: Db; audit: WriteAudit }, now: Date): Promise<void> {
  const live = (await placesAtWork(db, { teams: null })).filter(({ is_live }) => is_live)
  if (live.length === 0) return
  const known = await knownPairs(db)
  const missing = live.filter(({ team_id, ai_agent_id }) => !known.has(`${team_id}/${ai_agent_id}`))
  if (missing.length === 0) return
  const pairs = missing.map(({ team_id, ai_agent_id }) => ({ teamId: team_id, aiAgentId: ai_agent_id }))
  await schedule({ actor, now, db, audit, requestId: actor.id }, { pairs })
}

const schedule = write({
  scope,
  action: 'revisit.schedule',
  async run(tx, { pairs }: { pairs: { teamId: string; aiAgentId: string }[] }, { now }) {
    const liveOn = dayOf(now)
    const dueOn = dueAfter(liveOn)
    await scheduleFirst(
      tx,
      pairs.map((pair) => ({ ...pair, liveOn, dueOn })),
    )
    return { subject: 'revisits', after: { dueOn, of: pairs.map(({ teamId, aiAgentId }) => `${teamId}/${aiAgentId}`) }, result: undefined }
  },
})
