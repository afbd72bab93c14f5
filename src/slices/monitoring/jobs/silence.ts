import type { Queryable, Tx } from '#kernel/db.ts'
import { askedAt } from '#slices/decisions/index.ts'
import { teamOf } from '#slices/identity/index.ts'
import { readHours } from '#slices/measures/index.ts'
import {
  designSilence,
  eventsPerYear,
  gapSurprises,
  hoursPerWeek,
  isSilent,
  type Quiet,
  quietSurprise,
  type Rhythm,
  type SilenceDesign,
  silenceFoundAfter,
} from '#slices/statistics/index.ts'
import { ends, hourOfWeek, learnRhythm } from '#slices/usual/index.ts'
import { type Finding, isGoing, noEvidence } from '../alarm.ts'
import { sharedBudget } from '../settings.ts'
import { holdNewest, silencesOf } from '../store/alarms.ts'
import { type Gap, gapsSince, lastSeen } from '../store/facts.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import { type Design, type Place, placeKey, type Watch } from '../watch.ts'
import { silenceWords } from '../words.ts'
import type { Looking } from './looking.ts'
import { endedByItself, raiseFound } from './raise.ts'

const hourMs = 3_600_000
const weekMs = hoursPerWeek * hourMs
const weeksLearnt = 8
const weeksLeast = 2
const eventsForGaps = 2000

/** Holds the time since the last event against the rhythm of the last eight weeks. An alarm ends by itself when events come again. */
export async function lookForSilence(tx: Tx, parts: MonitoringParts, looking: Looking): Promise<Watch> {
  const { watch, settings, now } = looking
  const checked: Watch = { ...watch, checkedAt: now }
  const last = await lastSeen(tx, watch)
  const going = await holdNewest(tx, { ...watch, kind: 'silence' })
  if (going && isGoing(going) && last && last > going.raisedAt) await endedByItself(tx, parts, { alarm: going, now })
  const learnt = last && (await learntOf(tx, looking))
  if (!learnt) return { ...checked, state: 'gathering', design: null }
  const seen: Watch = { ...checked, design: toldDesign(learnt.design, looking), seenTo: now }
  const since = new Date(Math.max(last.getTime(), watch.fromAt.getTime()))
  const quiet = quietSince(learnt, { since, now, gaps: await gapsSince(tx, placeKey(watch), since) })
  if (!quiet || !isSilent(learnt.design, quiet)) return { ...seen, state: 'watching' }
  const expected = quietSurprise(learnt.design.rhythm, quiet)
  const perYear = toldDesign(learnt.design, looking).falseAlarmsPerYear
  const found: Finding = {
    teamId: watch.teamId,
    aiAgentId: watch.aiAgentId,
    kind: 'silence',
    measureId: watch.measureId,
    severity: 'high',
    ...silenceWords(watch, { since: last, expected, perYear, timeZone: learnt.timeZone }),
    evidence: { ...noEvidence, expected },
    since: last,
  }
  await raiseFound(tx, parts, { found, foldHours: settings.foldHours, now })
  return { ...seen, state: 'alarm' }
}

type Learnt = { design: SilenceDesign; timeZone: string }

const memory = new Map<string, { hour: number; learnt: Learnt | null }>()
const rememberedMax = 5000

/** The design for a place, learnt anew every hour. Null while there are less than two weeks of it. */
async function learntOf(db: Queryable, { watch, settings, among, now }: Looking): Promise<Learnt | null> {
  const hour = Math.floor(now.getTime() / hourMs) * hourMs
  const perYear = sharedBudget(settings.silencePerYear, among)
  const key = `${watch.id}/${watch.etag}/${perYear}`
  const known = memory.get(key)
  if (known?.hour === hour) return known.learnt
  const timeZone = (await teamOf(db, watch.teamId))?.timeZone ?? 'UTC'
  const rhythm = await rhythmOf(db, watch, { to: new Date(hour), timeZone })
  const gaps = rhythm ? await gapsOf(db, watch, { rhythm, timeZone }) : []
  const design = rhythm && designSilence(rhythm, gaps, { falseAlarmsPerYear: perYear })
  const learnt = design && { design, timeZone }
  if (memory.size >= rememberedMax) memory.clear()
  memory.set(key, { hour, learnt })
  return learnt
}

/** The rhythm of the last eight weeks, without times in which nobody looked, in which people stopped it, or in which it was silent before. */
export async function rhythmOf(db: Queryable, place: Place, { to, timeZone }: { to: Date; timeZone: string }): Promise<Rhythm | null> {
  const earliest = new Date(to.getTime() - weeksLearnt * weekMs)
  const { teamId, aiAgentId } = place
  const rows = await readHours(db, { measureIds: ['decisions'], teams: [teamId], aiAgentId, from: earliest, to })
  const first = rows[0]?.hour
  if (!first || to.getTime() - first.getTime() < weeksLeast * weekMs) return null
  const without = [...(await gapsSince(db, placeKey(place), earliest)), ...(await silencesOf(db, place, earliest))]
  return learnRhythm(new Map(rows.map(({ hour, n }) => [hour.getTime(), n])), { from: first, to, without, timeZone })
}

/** How surprising the gaps between the newest events were: when they come in clumps, a long gap says less. */
async function gapsOf(db: Queryable, place: Place, { rhythm, timeZone }: { rhythm: Rhythm; timeZone: string }): Promise<number[]> {
  const times = (await askedAt(db, place, eventsForGaps)).reverse()
  const [first] = times
  if (!first) return []
  const from = hourOfWeek(timeZone, first)
  const hours = times.map((at) => from + (at.getTime() - first.getTime()) / hourMs)
  return gapSurprises(rhythm, hours)
}

/** The quiet time that counts: for few events whole days of the team only. Null when none is over. */
function quietSince({ design, timeZone }: Learnt, { since, now, gaps }: { since: Date; now: Date; gaps: readonly Gap[] }): Quiet | null {
  const fromHour = hourOfWeek(timeZone, since)
  const whole = design.rule === 'days'
  const wait = whole ? (24 - (fromHour % 24)) % 24 : 0
  const passed = (now.getTime() - since.getTime()) / hourMs - wait
  const hours = whole ? Math.floor(passed / 24) * 24 : passed
  if (hours <= 0) return null
  const begin = since.getTime() + wait * hourMs
  const paused = gaps.map(({ from, to }) => ({ from: (from.getTime() - begin) / hourMs, to: (to.getTime() - begin) / hourMs }))
  return { fromHour: fromHour + wait, hours, paused }
}

function toldDesign(design: SilenceDesign, { settings, among }: Looking): Design {
  const { busiest, quietest } = ends(design.rhythm)
  const minutes = (slot: number) => {
    const hours = silenceFoundAfter(design, slot)
    return hours === null ? null : Math.ceil(hours * 60)
  }
  const shortest = minutes(busiest)
  return {
    falseAlarmsPerYear: sharedBudget(settings.silencePerYear, among),
    status: 'ok',
    estimate: null,
    assumed: null,
    sought: null,
    limit: design.threshold,
    widened: 1,
    casesPerDay: eventsPerYear(design.rhythm) / 365,
    findings: [],
    quietMinutes: shortest === null ? null : { shortest, longest: minutes(quietest) },
    spikes: [],
  }
}
