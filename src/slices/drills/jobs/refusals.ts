import type { EpochWatch } from '#kernel/epoch.ts'
import type { Drill } from '../drill.ts'
import { phantomOf } from '../drill.ts'
import { runningDrills } from '../store/drills.ts'
import { sayInForce } from '../store/nodes.ts'
import type { DrillParts } from '../verbs/parts.ts'

/** A proposal of an AI agent that does not exist. It is judged and never recorded. */
function proposalFor(drill: Drill) {
  const action = { name: 'drill', arguments: {} }
  const about = { aiAgent: phantomOf(drill), team: drill.teamId, decisionType: 'drill', subject: `drill:${drill.id}` }
  return { ...about, run: drill.id, call: 'kill_switch', action, inputs: {} }
}

/**
 * Watches, on this server, for the kill switch of a drill: as soon as a switch moves it asks what the decider of this server would
 * answer, by the road that every decision takes, and writes down when the answer first names the switch.
 */
export function watchRefusals(parts: DrillParts & { watch: EpochWatch; onFailure(error: unknown): void }): void {
  const { db, clock, decider, node, watch, onFailure } = parts

  async function look(): Promise<void> {
    for (const drill of await runningDrills(db)) if (drill.scenario === 'kill_switch' && (await refuses(drill))) await say(drill)
  }

  async function refuses(drill: Drill): Promise<boolean> {
    const proposal = proposalFor(drill)
    await decider.prepare(proposal)
    const judged = decider.judgeAtOnce(proposal, clock.now())
    return judged?.judgement.tier === 'human_only' && judged.judgement.reasons.some(({ source }) => source === 'switch')
  }

  const say = (drill: Drill) => sayInForce(db, drill, { node, at: clock.now() })

  watch.onMove((kind) => {
    if (kind === 'kill_switch') look().catch(onFailure)
  })
}
