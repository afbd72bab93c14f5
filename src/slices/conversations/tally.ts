import { bucketOf, type Count, dayOf, type HourCount, type Spread, type Tally, type Version, versionOn } from '#slices/measures/index.ts'
import { type Conversation, endedAt, isVerified, type State, stateOf } from './conversation.ts'

/** A conversation with when its customer came back: the first later one about the same thing, within the longest time that counts. */
export type Counted = { conversation: Conversation; nextContactAt: number | null }

export type Versions = ReadonlyMap<string, readonly Version[]>

type Hit = { on: 'begun' | 'ended'; isHit: boolean; value?: number }

type Facts = { known: Conversation; ended: number | null; cameBack(measureId: string): boolean }

const when = (isCounted: boolean, hit: Omit<Hit, 'on'>, on: Hit['on'] = 'begun'): Hit | null => (isCounted ? { on, ...hit } : null)
const ofFlag = (flag: boolean | null) => when(flag !== null, { isHit: flag === true })
const ofValue = (value: number | null) => when(value !== null, { isHit: false, value: value ?? 0 })

const isContained = ({ known, cameBack }: Facts, measureId: string) => !known.isHandedOver && known.reopens === 0 && !cameBack(measureId)
const hasMatured = ({ known, ended }: Facts) => known.isAttempted && ended !== null

/** Seconds from begun to solved. */
const solvedSeconds = ({ known }: Facts) =>
  known.resolvedAt === null ? null : Math.max(0, Math.round((known.resolvedAt - known.begunAt) / 1000))

/** How each measure counts a conversation, or that it does not. Its place here is its bit in `counted` and `hit`: add at the end only. */
const measures: [id: string, count: (facts: Facts) => Hit | null][] = [
  ['conversations', () => when(true, { isHit: false })],
  ['attempted', ({ known }) => when(true, { isHit: known.isAttempted })],
  ['contained_low', (facts) => when(hasMatured(facts), { isHit: isContained(facts, 'contained_low') && isVerified(facts.known) }, 'ended')],
  ['contained_high', (facts) => when(hasMatured(facts), { isHit: isContained(facts, 'contained_high') }, 'ended')],
  ['handed_over', (facts) => when(hasMatured(facts), { isHit: facts.known.isHandedOver }, 'ended')],
  [
    'recontacted',
    ({ known, ended, cameBack }) => when(ended !== null && known.customer !== null, { isHit: cameBack('recontacted') }, 'ended'),
  ],
  ['reopened', ({ known }) => when(true, { isHit: known.reopens > 0 })],
  ['sla_met', ({ known }) => ofFlag(known.slaMet)],
  ['knowledge_used', ({ known }) => ofFlag(known.knowledgeUsed)],
  ['reassigned', ({ known }) => when(known.reassignments !== null, { isHit: (known.reassignments ?? 0) > 0 })],
  ['reassignments', ({ known }) => ofValue(known.reassignments)],
  ['resolve_time', (facts) => ofValue(solvedSeconds(facts))],
  ['resolve_time_median', (facts) => ofValue(solvedSeconds(facts))],
  ['unresolved', ({ known }) => when(true, { isHit: known.resolvedAt === null })],
  ['same_day', ({ known }) => when(true, { isHit: known.closedAt !== null && dayOfMs(known.closedAt) === dayOfMs(known.begunAt) })],
  ['still_open', ({ ended }) => when(true, { isHit: ended === null })],
  ['satisfied', ({ known, ended }) => when(ended !== null && known.satisfied !== null, { isHit: known.satisfied === true }, 'ended')],
  ['answered', ({ known, ended }) => when(ended !== null, { isHit: known.satisfied !== null }, 'ended')],
  ['handle_time', ({ known }) => ofValue(known.handleSeconds)],
  ['cost', ({ known }) => ofValue(known.currency === null ? null : known.costCents)],
]

/** Those whose values are kept by size too: for medians, and for what alarms watch. */
const spreadIds = new Set(['resolve_time_median', 'handle_time', 'cost'])

export const measureIds: readonly string[] = measures.map(([id]) => id)

/** The bit of a measure in `counted` and `hit`, and the day that it counts on; undefined for one that counts no conversations. */
export function bitOf(measureId: string): { bit: number; on: Hit['on'] } | undefined {
  const place = measureIds.indexOf(measureId)
  return place < 0 ? undefined : { bit: 2 ** place, on: countedOnEnd.has(measureId) ? 'ended' : 'begun' }
}

const countedOnEnd = new Set(['contained_low', 'contained_high', 'handed_over', 'recontacted', 'satisfied', 'answered'])

const days = new Map<number, string>()

/** The UTC day of an instant; the days of an import are few. */
function dayOfMs(at: number): string {
  const number = Math.floor(at / 86_400_000)
  const known = days.get(number)
  if (known !== undefined) return known
  const day = dayOf(new Date(at))
  if (days.size > 50_000) days.clear()
  days.set(number, day)
  return day
}

const hourMs = 3_600_000

function factsOf({ conversation, nextContactAt }: Counted, versions: Versions): Facts {
  const ended = endedAt(conversation)
  return {
    known: conversation,
    ended,
    cameBack(measureId) {
      if (ended === null || nextContactAt === null) return false
      const hours = versionOn(versions.get(measureId) ?? [], dayOfMs(ended)).settings.recontactHours ?? 0
      return nextContactAt - ended <= hours * hourMs
    },
  }
}

/** What is kept beside the conversation: its rung, and by one bit each, which measures count it and which count it as a hit. */
export type Standing = { state: State; counted: number; hit: number }

export const standingOf = (counted: Counted, versions: Versions): Standing => goThrough(factsOf(counted, versions), () => {})

/** Asks every measure once how it counts a conversation. */
function goThrough(facts: Facts, onHit: (hit: Hit, place: number) => void): Standing {
  let [counted, hits] = [0, 0]
  for (let place = 0; place < measures.length; place++) {
    const hit = measures[place]?.[1](facts)
    if (!hit) continue
    counted += 2 ** place
    if (hit.isHit) hits += 2 ** place
    onHit(hit, place)
  }
  return { state: stateOf(facts.known, facts.cameBack('recontacted')), counted, hit: hits }
}

type Slot = { teamId: string; day: string; aiAgentId: string; kind: string; n: number[]; x: number[]; total: number[]; squares: bigint[] }

/** Adds up what conversations count, many at once, and says where each stands. */
export type Sum = { add(counted: Counted, sign: 1 | -1): Standing; tally(): Tally }

export function makeSum(versions: Versions): Sum {
  const slots = new Map<string, Slot>()
  const spreads = new Map<string, Spread>()
  const hours = new Map<string, HourCount>()

  function slotOf({ teamId, aiAgentId, reason }: Conversation, day: string): Slot {
    const key = `${teamId}\t${day}\t${aiAgentId ?? ''}\t${reason ?? ''}`
    const known = slots.get(key)
    if (known) return known
    const none = () => new Array<number>(measures.length).fill(0)
    const made = { teamId, day, aiAgentId: aiAgentId ?? '', kind: reason ?? '', n: none(), x: none(), total: none(), squares: [] }
    slots.set(key, made)
    return made
  }

  function add(counted: Counted, sign: 1 | -1): Standing {
    const facts = factsOf(counted, versions)
    const begun = slotOf(facts.known, dayOfMs(facts.known.begunAt))
    const ended = facts.ended === null ? begun : slotOf(facts.known, dayOfMs(facts.ended))
    if (facts.known.isAttempted) addHour(hours, facts.known, sign)
    return goThrough(facts, (hit, place) => {
      const id = measureIds[place] as string
      const slotOn = hit.on === 'begun' ? begun : ended
      const slot = id === 'cost' ? slotOf({ ...facts.known, reason: facts.known.currency }, begun.day) : slotOn
      addHit(slot, place, { hit, sign })
      if (hit.value !== undefined && spreadIds.has(id)) addSpread(spreads, slot, { measureId: id, value: hit.value, sign })
    })
  }

  return { add, tally: () => ({ counts: countsOf(slots, versions), spreads: byPlace(spreads), hours: byPlace(hours) }) }
}

/** A slot holds one day, so no measure has two versions in it. */
function addHit({ n, x, total, squares }: Slot, place: number, { hit, sign }: { hit: Hit; sign: 1 | -1 }): void {
  n[place] = (n[place] ?? 0) + sign
  if (hit.isHit) x[place] = (x[place] ?? 0) + sign
  if (!hit.value) return
  total[place] = (total[place] ?? 0) + sign * hit.value
  squares[place] = (squares[place] ?? 0n) + BigInt(sign) * BigInt(hit.value) ** 2n
}

type Added = { measureId: string; value: number; sign: 1 | -1 }

function addSpread(spreads: Map<string, Spread>, { teamId, day, aiAgentId, kind }: Slot, { measureId, value, sign }: Added): void {
  const bucket = bucketOf(value)
  const key = `${teamId}\t${measureId}\t${day}\t${aiAgentId}\t${kind}\t${bucket}`
  const known = spreads.get(key)
  if (known) known.n += sign
  else spreads.set(key, { teamId, measureId, day, aiAgentId, kind, bucket, n: sign })
}

/** What alarms watch: conversations that an AI agent answered first, by the hour in which they began. */
function addHour(hours: Map<string, HourCount>, { teamId, aiAgentId, begunAt }: Conversation, sign: 1 | -1): void {
  const hour = Math.floor(begunAt / hourMs)
  const key = `${teamId}\t${hour}\t${aiAgentId ?? ''}`
  const known = hours.get(key)
  if (known) {
    known.n += sign
    known.x += sign
  } else hours.set(key, { teamId, measureId: 'attempted', aiAgentId: aiAgentId ?? '', hour: new Date(hour * hourMs), n: sign, x: sign })
}

/** In one order, so that two writers never lock crosswise. */
const byPlace = <T extends { n: number }>(all: ReadonlyMap<string, T>): T[] =>
  [...all]
    .filter(([, { n }]) => n !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, each]) => each)

/** Squares may change where sums do not: one and three become two and two. */
const isNothing = ({ n, x, total, squares }: Pick<Count, 'n' | 'x' | 'total' | 'squares'>) =>
  n === 0 && x === 0 && total === 0n && squares === 0n

function countsOf(slots: ReadonlyMap<string, Slot>, versions: Versions): Count[] {
  const sorted = [...slots].sort(([one], [other]) => (one < other ? -1 : 1))
  const counts: Count[] = []
  for (const [, { teamId, day, aiAgentId, kind, n, x, total, squares }] of sorted) {
    measureIds.forEach((measureId, place) => {
      const count = { n: n[place] ?? 0, x: x[place] ?? 0, total: BigInt(total[place] ?? 0), squares: squares[place] ?? 0n }
      if (isNothing(count)) return
      const { version } = versionOn(versions.get(measureId) ?? [], day)
      counts.push({ teamId, measureId, day, aiAgentId, kind, version, ...count })
    })
  }
  return counts
}
