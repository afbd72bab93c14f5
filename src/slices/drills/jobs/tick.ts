import { systemActor } from '#kernel/actor.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import type { Drill } from '../drill.ts'
import { holdDrill, runningDrills, saveDetected, saveSeen, troubleSince } from '../store/drills.ts'
import { beat, forgetSilent } from '../store/nodes.ts'
import { type Ending, finish } from '../verbs/finish.ts'
import { observed } from '../verbs/observe.ts'
import type { DrillParts } from '../verbs/parts.ts'
import { raiseFor } from '../verbs/start.ts'

const scope = 'drills:write'
const actor = systemActor('drills', [scope])
const hourMs = 3_600_000

/** Another node did it between our look and our lock: nothing is to be written, nor said. */
class DoneElsewhereError extends Error {
  override name = 'DoneElsewhereError'
}

/**
 * Says that this server runs, and moves every drill on: noticed, told, answered, contained, over. Safe on several nodes; one that
 * fails holds up no other.
 */
export async function drillsTick({ db, audit, node }: DrillParts, now: Date): Promise<void> {
  await beat(db, node, now)
  await forgetSilent(db, new Date(now.getTime() - hourMs))
  const ctx: Ctx = { actor, now, db, audit, requestId: actor.id }
  const failures: unknown[] = []
  for (const drill of await runningDrills(db))
    await moveOn(ctx, drill).catch((error) => {
      if (!(error instanceof DoneElsewhereError)) failures.push(error)
    })
  if (failures.length > 0) throw failures[0]
}

async function moveOn(ctx: Ctx, drill: Drill): Promise<void> {
  if (drill.detectedAt === null) return void (await detect(ctx, drill))
  const seen = await observed(ctx.db, drill, ctx.now)
  await saveSeen(ctx.db, seen)
  const ending = await endingOf(ctx, seen)
  if (ending) await end(ctx, { drill, ending })
}

/** The labelled items are in the queue: what watches it notices them and the procedure begins. */
const detect = write({
  scope,
  action: 'drill.detect',
  async run(tx, drill: Drill, { now }) {
    const held = await holdDrill(tx, { teams: [drill.teamId] }, drill.id)
    if (held?.state !== 'running' || held.detectedAt !== null) throw new DoneElsewhereError()
    await saveDetected(tx, held, now)
    await raiseFor(tx, held, now)
    return { subject: `drill:${drill.id}`, result: {} }
  },
})

/** Why a drill is over now; null while it goes on. */
async function endingOf({ db, now }: Ctx, drill: Drill): Promise<Ending | null> {
  const ended: Ending = { state: 'ended', abortedBecause: null, learned: null }
  if (drill.scenario !== 'kill_switch') {
    const { critical, escalated } = await troubleSince(db, { teamId: drill.teamId, since: drill.startedAt })
    if (critical > 0) return { ...ended, state: 'aborted', abortedBecause: 'A real item is critical, so people are needed for that.' }
    if (escalated > 0) return { ...ended, state: 'aborted', abortedBecause: 'A real item was escalated, so people are needed for that.' }
  }
  return drill.containedAt !== null || now >= drill.endsAt ? ended : null
}

const end = write({
  scope,
  action: 'drill.end',
  async run(tx, { drill, ending }: { drill: Drill; ending: Ending }, { now }) {
    const held = await holdDrill(tx, { teams: [drill.teamId] }, drill.id)
    if (held?.state !== 'running') throw new DoneElsewhereError()
    return finish(tx, held, { ending, now })
  },
})
