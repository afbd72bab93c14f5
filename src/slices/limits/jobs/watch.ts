import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { dropToAssist, placesAtWork } from '#slices/registry/index.ts'
import { type Breach, type Broken, brokenBy, isGivenTime, isKeptAgain, placeTold, type Seen, told } from '../breach.ts'
import { type Place, placeKey } from '../limit.ts'
import { rateOf } from '../rate.ts'
import { addBreach, addDropped, lastClosed, openBreaches } from '../store/breaches.ts'
import { holdLimit, limitsIn, type PlacedLimit, takeLook } from '../store/limits.ts'
import { finish, subjectOf } from '../verbs/breaches.ts'
import { figuresOf } from '../verbs/figures.ts'
import type { LimitParts } from '../verbs/parts.ts'

const lookEveryMs = 10_000
const rule = 'limits'
const actor = systemActor(rule, [])

/**
 * Holds every limit against its figures, every ten seconds on one node of all: a limit that is newly broken raises an alarm, pauses
 * launches and, where its rule says so, drops what is live to assist; one that is kept again ends its breach. Each place is one
 * transaction, so it may stop anywhere, and one that fails holds up no other.
 */
export async function limitsTick(parts: LimitParts, now: Date): Promise<void> {
  const { db } = parts
  if (!(await takeLook(db, { now, before: new Date(now.getTime() - lookEveryMs) }))) return
  const limits = await limitsIn(db, { teams: null })
  if (limits.length === 0) return
  const windows = limits.map(({ place, limit }) => ({ place, windowHours: limit.windowHours }))
  const figures = await figuresOf(db, { windows, now })
  const open = await openBreaches(db, null)
  const live = await placesAtWork(db, { teams: null })
  const failures: unknown[] = []
  for (const placed of limits) {
    const counted = figures.get(placeKey(placed.place))
    if (!counted) continue
    const seen = { rate: rateOf(counted.counted), depth: counted.depth }
    const going = open.get(placeKey(placed.place)) ?? []
    const isLive = live.some((row) => row.is_live && isIn(row, placed.place))
    if (!isStirring(placed, { seen, going, isLive })) continue
    await db.tx((tx) => lookAt(tx, parts, { placed, seen, going, now })).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

const isIn = (row: { team_id: string; ai_agent_id: string }, { teamId, aiAgentId }: Place) =>
  row.team_id === teamId && (aiAgentId === null || row.ai_agent_id === aiAgentId)

/** True when there may be something to begin, to end or to drop. */
function isStirring({ limit }: PlacedLimit, { seen, going, isLive }: { seen: Seen; going: readonly Breach[]; isLive: boolean }): boolean {
  const begins = brokenBy(limit, seen).some(({ kind }) => !going.some((breach) => breach.kind === kind))
  const ends = going.some(({ kind }) => isKeptAgain(kind, limit, seen))
  return begins || ends || (going.length > 0 && isLive && limit.onBreach === 'drop_to_assist')
}

type Look = { placed: PlacedLimit; seen: Seen; going: readonly Breach[]; now: Date }

async function lookAt(tx: Tx, parts: LimitParts, { placed, seen, going, now }: Look): Promise<void> {
  const { place, limit } = placed
  const held = await holdLimit(tx, place)
  // Somebody changed it meanwhile: the next look sees the new one.
  if (held?.etag !== limit.etag) return
  const over = going.filter(({ kind }) => isKeptAgain(kind, limit, seen))
  for (const breach of over) await keptAgain(tx, parts, { ...breach, endedAt: now, endedBecause: 'kept_again' })
  const lasting = going.filter((breach) => !over.includes(breach))
  const begun: Breach[] = []
  for (const broken of brokenBy(limit, seen)) {
    if (lasting.some(({ kind }) => kind === broken.kind)) continue
    if (isGivenTime(broken.kind, await lastClosed(tx, place, broken.kind), { windowHours: limit.windowHours, now })) continue
    begun.push(...(await begin(tx, parts, { place, broken, now })))
  }
  if (limit.onBreach === 'drop_to_assist') await drop(tx, parts, { place, breaches: [...lasting, ...begun], now })
}

async function begin(tx: Tx, parts: LimitParts, { place, broken, now }: { place: Place; broken: Broken; now: Date }): Promise<Breach[]> {
  const open = { endedAt: null, endedBecause: null, what: null, dropped: [] }
  const breach: Breach = { ...place, ...broken, ...open, id: parts.chance.uuid(now), beganAt: now }
  if (!(await addBreach(tx, breach))) return []
  const { kind, value, attempts, limit } = broken
  const subject = `limit_breach:${breach.id}`
  await parts.audit(tx, { actor, action: 'limit.breach', subject, at: now, after: { ...place, kind, value, attempts, limit } })
  await parts.alarms.raise(tx, {
    teamId: place.teamId,
    severity: 'high',
    kind: 'alarm',
    subject: subjectOf(breach),
    title: `A limit is broken: ${placeTold(place)}`,
    text: `${told(broken)} Nothing is launched there until it is kept again or somebody says what was done.`,
    link: '/limits',
    drillId: null,
    at: now,
  })
  const data = { breach: breach.id, aiAgent: place.aiAgentId, kind, value, attempts, limit }
  await parts.publish(tx, { teamId: place.teamId, aiAgentId: place.aiAgentId ?? undefined, type: 'limit.breached', data, at: now })
  return [breach]
}

async function keptAgain(tx: Tx, parts: LimitParts, ended: Breach & { endedAt: Date }): Promise<void> {
  await finish(tx, parts, ended)
  const subject = `limit_breach:${ended.id}`
  await parts.audit(tx, { actor, action: 'limit.keep_again', subject, at: ended.endedAt, after: { endedBecause: ended.endedBecause } })
}

/** What is live while a breach goes on goes back to assist, also what slipped in between. The last act: it moves the epoch. */
async function drop(tx: Tx, parts: LimitParts, { place, breaches, now }: { place: Place; breaches: readonly Breach[]; now: Date }) {
  const [breach] = breaches
  if (!breach) return
  const reason = `By the rule of the limit. ${told(breach)}`
  const dropped = await dropToAssist(tx, { ...place, reason, rule, at: now, audit: parts.audit })
  if (dropped.length > 0) await addDropped(tx, breach, dropped)
}
