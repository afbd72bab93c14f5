import type { Tx } from '#kernel/db.ts'
import { placesAtWork } from '#slices/registry/index.ts'
import { addGap, everywhere, takeLook } from '../store/facts.ts'
import { settingsNow } from '../store/settings.ts'
import { holdWatch, insertWatch, saveWatch, watchesIn } from '../store/watches.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import { newWatch, placeKey, type Watch } from '../watch.ts'
import { isDriftDue, lookForDrift } from './drift.ts'
import type { Looking } from './looking.ts'
import { followDecisions } from './project.ts'
import { lookAtQueues } from './queue.ts'
import { lookForSilence } from './silence.ts'
import { isSpikeDue, lookForSpikes } from './spike.ts'

const lookEveryMs = 60_000
/** Not having looked for longer means that nothing of this installation was running. */
const gapMs = 2 * 3_600_000

/**
 * Follows what AI agents did into the counts, at every call; looks for alarms once a minute, on one server of all. Each watch is one
 * transaction, and what it says follows from the counts alone, so it may stop anywhere and be done again.
 */
export async function monitoringTick(parts: MonitoringParts, now: Date): Promise<void> {
  while ((await followDecisions(parts.db, now)) > 0);
  if (!(await takeTurn(parts, now))) return
  const settings = await settingsNow(parts.db)
  const places = await placesAtWork(parts.db, { teams: null })
  await watchNewPlaces(parts, places, now)
  const stopped = places.filter(({ is_stopped }) => is_stopped).map((row) => placeKey({ teamId: row.team_id, aiAgentId: row.ai_agent_id }))
  const watches = await watchesIn(parts.db, { teams: null })
  for (const watch of watches) {
    const among = watches.filter(({ kind, aiAgentId }) => kind === watch.kind && aiAgentId === watch.aiAgentId).length
    await lookAt(parts, { watch, settings, among, isStopped: stopped.includes(placeKey(watch)), now })
  }
  await lookAtQueues(parts, { foldHours: settings.foldHours, now })
}

function takeTurn({ db }: MonitoringParts, now: Date): Promise<boolean> {
  return db.tx(async (tx) => {
    const turn = await takeLook(tx, { now, before: new Date(now.getTime() - lookEveryMs) })
    if (turn?.last && now.getTime() - turn.last.getTime() > gapMs) await addGap(tx, everywhere, { from: turn.last, to: now })
    return turn !== null
  })
}

const isDue = { drift: isDriftDue, spike: isSpikeDue, silence: () => true }
const look = { drift: lookForDrift, spike: lookForSpikes, silence: lookForSilence }

async function lookAt(parts: MonitoringParts, looking: Looking): Promise<void> {
  const { watch, now } = looking
  if (!isDue[watch.kind](watch, now)) return
  await parts.db.tx(async (tx) => {
    const held = await holdWatch(tx, watch)
    // Somebody changed it meanwhile: the next look sees the new one.
    if (held?.etag !== watch.etag) return
    await saveWatch(tx, await lookNow(tx, parts, looking))
  })
}

/** A time in which people stopped the AI agent, or asked for quiet, is noted: silence in it says nothing, then or later. */
async function lookNow(tx: Tx, parts: MonitoringParts, looking: Looking): Promise<Watch> {
  const { watch, isStopped, now } = looking
  const isPaused = watch.pausedUntil !== null && watch.pausedUntil > now
  if (!isPaused && !(isStopped && watch.kind === 'silence')) return look[watch.kind](tx, parts, looking)
  if (watch.kind === 'silence') await addGap(tx, placeKey(watch), { from: watch.checkedAt ?? now, to: now })
  return { ...watch, state: 'paused', checkedAt: now }
}

type AtWork = Awaited<ReturnType<typeof placesAtWork>>

/** Every AI agent at work is watched for silence without anybody's doing. */
async function watchNewPlaces({ db, chance }: MonitoringParts, places: AtWork, now: Date): Promise<void> {
  const known = (await watchesIn(db, { teams: null })).filter(({ kind }) => kind === 'silence').map(placeKey)
  for (const { team_id: teamId, ai_agent_id: aiAgentId } of places) {
    const watch = newWatch({ teamId, aiAgentId, kind: 'silence', measureId: 'decisions' }, { id: chance.uuid(now), now })
    if (!known.includes(placeKey(watch))) await db.tx((tx) => insertWatch(tx, watch))
  }
}
