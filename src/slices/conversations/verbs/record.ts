import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { pseudonymOf } from '#slices/identity/index.ts'
import { addTally, type Tally } from '#slices/measures/index.ts'
import { inReach, nextContacts, pairsOf } from '../contacts.ts'
import { type Conversation, continued, conversationOf } from '../conversation.ts'
import { compareSteps, type Event, type Step, stepOf } from '../event.ts'
import { redact } from '../redact.ts'
import { addConversations, changeConversations, contactsOf, type Row, removeFrom } from '../store/conversations.ts'
import { addHomes, addParts, addTexts, type Key, moveHomes, type OnRecord, onRecord, type Said, takeTurn } from '../store/events.ts'
import { inLine } from '../store/in-line.ts'
import { makeSum, type Standing, type Versions } from '../tally.ts'

export type RecordParts = {
  /** The present: when they were recorded. */
  at: Date
  /** The key of this installation under which customers are pseudonyms: `pseudonymKeyOf` of identity. */
  pseudonymKey: Buffer
  /** Versions of all measures: `versionsOf` of measures. */
  versions: Versions
  /** Whether text is also kept as it came in: the setting `keepsRawTranscripts`. */
  keepsRaw: boolean
}

export type Recorded = {
  recorded: number
  repeated: number
  conversations: number
  /** For each event, in the order of the events: whether it is new. */
  isNews: boolean[]
}

/** Clocks of other systems may run ahead by this much. */
const aheadMs = 5 * 60_000

/** Whether an event says that it happened in the future: then it is refused. */
export const isAhead = ({ at }: Pick<Event, 'at'>, now: Date): boolean => Date.parse(at) > now.getTime() + aheadMs

/** Events by their conversations: what can be done of recording them before it is anybody's turn to write. */
export type Told = { events: readonly Event[]; given: readonly Given[] }

export const tell = (events: readonly Event[], pseudonymKey: Buffer): Told => ({ events, given: byConversation(events, pseudonymKey) })

/**
 * Records events and counts what they change, in the caller's transaction. Any number of them, in any order; those that are on
 * record change nothing. Every event must fit the contract; one that lies in the future refuses them all.
 */
export const recordEvents = (tx: Tx, events: readonly Event[], parts: RecordParts): Promise<Recorded> =>
  recordTold(tx, tell(events, parts.pseudonymKey), parts)

export async function recordTold(tx: Tx, { events, given }: Told, parts: RecordParts): Promise<Recorded> {
  refuseFuture(events, given, parts.at)
  await takeTurn(tx)
  const known = new Map((await onRecord(tx, given)).map((each) => [keyOf(each), each]))
  const isNews = events.map(() => false)
  const changes = given.flatMap((each) => changeOf(each, known.get(each.key), isNews) ?? [])
  const recorded = changes.reduce((sum, { fresh }) => sum + fresh.length, 0)
  if (recorded > 0) await keep(tx, [...changes, ...(await stirred(tx, changes))], { events, parts })
  return { recorded, repeated: events.length - recorded, conversations: given.length, isNews }
}

function refuseFuture(events: readonly Event[], given: readonly Given[], now: Date): void {
  const latest = now.getTime() + aheadMs
  if (!given.some(({ steps }) => steps.some(({ at }) => at > latest))) return
  const ahead = events.find((event) => isAhead(event, now))
  if (ahead)
    throw new AppError('invalid', `Event ${ahead.event} of conversation ${ahead.conversation} lies in the future (${ahead.at}).`, {
      next: 'Send it once it has happened, with its time in UTC.',
    })
}

const keyOf = ({ source, externalId }: Key) => `${source}\t${externalId}`
/** What a batch tells of one conversation: steps as they came, and the place of each among all events. */
type Given = Key & { key: string; steps: Step[]; places: number[] }

/** In the order of their keys, so that two writers never lock crosswise. */
function byConversation(events: readonly Event[], pseudonymKey: Buffer): Given[] {
  const sources = new Map<string, { given: Map<string, Given>; customerOf(customer: string): string }>()
  for (const [place, event] of events.entries()) {
    const { source, conversation: externalId } = event
    let of = sources.get(source)
    if (!of) {
      of = { given: new Map(), customerOf: makeCustomers(pseudonymKey, source) }
      sources.set(source, of)
    }
    const step = stepOf(event, of.customerOf)
    const known = of.given.get(externalId)
    if (known) {
      known.steps.push(step)
      known.places.push(place)
    } else of.given.set(externalId, { source, externalId, key: keyOf({ source, externalId }), steps: [step], places: [place] })
  }
  const all = [...sources.values()].flatMap(({ given }) => [...given.values()])
  return all.sort((one, other) => (one.key < other.key ? -1 : 1))
}

/** Customers as pseudonyms, each made once: the same id in another system is somebody else. */
function makeCustomers(key: Buffer, source: string): (customer: string) => string {
  const known = new Map<string, string>()
  return function customerOf(customer) {
    const before = known.get(customer)
    if (before !== undefined) return before
    const made = pseudonymOf(key, 'customer', `${source}\n${customer}`)
    known.set(customer, made)
    return made
  }
}

type Change = Key & {
  key: string
  before: Conversation | null
  after: Conversation
  /** What is new, in its order. */
  fresh: readonly Step[]
  onRecord: OnRecord | undefined
  firstTeamId: string
  nextContactAt: number | null
}

/** Undefined where nothing is new. What is new is noted: of two events with one id the first. */
function changeOf({ key, source, externalId, steps, places }: Given, before: OnRecord | undefined, isNews: boolean[]): Change | undefined {
  const seen = new Set(before?.steps.map(({ event }) => event))
  const news = steps.filter(({ event }, at) => {
    if (seen.has(event)) return false
    isNews[places[at] as number] = true
    return seen.add(event)
  })
  const fresh = inOrder(news)
  const first = fresh[0]
  if (!first) return undefined
  const earlier = before ? inOrder(before.steps) : []
  const known = before ? conversationOf(earlier) : null
  return {
    key,
    source,
    externalId,
    before: known,
    after: afterAll(known, { earlier, fresh }),
    fresh,
    onRecord: before,
    firstTeamId: before?.firstTeamId ?? first.team,
    nextContactAt: before?.nextContactAt ?? null,
  }
}

/** Most often they are in order already. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.every((step, place) => place === 0 || compareSteps(steps[place - 1] as Step, step) <= 0)
    ? steps
    : [...steps].sort(compareSteps)
}

/** What is new most often comes after all that is on record, and then nothing has to be folded again. */
function afterAll(known: Conversation | null, { earlier, fresh }: { earlier: readonly Step[]; fresh: readonly Step[] }): Conversation {
  const [last, first] = [earlier.at(-1), fresh[0]]
  if (!known || !last || !first) return conversationOf(fresh)
  return compareSteps(last, first) < 0 ? continued(known, fresh) : conversationOf([...earlier, ...fresh].sort(compareSteps))
}

/**
 * Sets when the customers of what changed came back, and finds earlier conversations to which that happens now: a later contact
 * changes what an earlier conversation counts.
 */
async function stirred(tx: Tx, changes: Change[]): Promise<Change[]> {
  const pairs = pairsOf(changes)
  if (pairs.length === 0) return []
  const others = (await contactsOf(tx, pairs)).map((each) => ({ ...each, key: keyOf(each) }))
  const next = nextContacts(changes, others)
  for (const change of changes) change.nextContactAt = next.get(change.key) ?? null
  const own = new Set(changes.map(({ key }) => key))
  const moved = inReach(pairs, others).filter(({ key, nextContactAt }) => !own.has(key) && next.get(key) !== nextContactAt)
  if (moved.length === 0) return []
  return (await onRecord(tx, moved)).map((each) => {
    const key = keyOf(each)
    const conversation = conversationOf([...each.steps].sort(compareSteps))
    return {
      ...each,
      key,
      before: conversation,
      after: conversation,
      fresh: [],
      onRecord: each,
      nextContactAt: next.get(key) ?? null,
    }
  })
}

type Batch = { events: readonly Event[]; parts: RecordParts }

async function keep(tx: Tx, changes: readonly Change[], { events, parts }: Batch): Promise<void> {
  const { placed, tally } = weigh(changes, parts.versions)
  const moved = changes.flatMap(({ source, externalId, before, after }) =>
    before && before.teamId !== after.teamId ? [{ source, externalId, teamId: before.teamId }] : [],
  )
  const withNews = placed.filter(({ fresh }) => fresh.length > 0)
  const stays = ({ before, teamId }: Placed) => before?.teamId === teamId
  const rowsOf = (some: readonly Placed[]) => some.map((each) => toRow(each, parts))
  const line = inLine(tx)
  await Promise.all([
    addTally(line, tally, parts.at),
    addParts(
      line,
      withNews.map(({ teamId, firstTeamId, source, externalId, onRecord: before, fresh: steps }) => {
        return { teamId, firstTeamId, source, externalId, part: before?.parts ?? 0, steps }
      }),
      parts.at,
    ),
    removeFrom(line, moved),
    addConversations(line, rowsOf(placed.filter((each) => !stays(each)))),
    changeConversations(line, rowsOf(placed.filter(stays))),
    addHomes(
      line,
      placed.filter(({ before }) => !before),
    ),
    moveHomes(
      line,
      placed.filter(({ before, teamId }) => before && before.teamId !== teamId),
    ),
    addTexts(line, saidIn(events, withNews, parts.keepsRaw)),
  ])
}

type Placed = Change & { teamId: string; standing: Standing }

function saidIn(events: readonly Event[], changes: readonly Placed[], keepsRaw: boolean): Said[] {
  if (!events.some(({ text }) => text)) return []
  const fresh = new Map(changes.map((change) => [change.key, { change, left: new Set(change.fresh.map(({ event }) => event)) }]))
  return events.flatMap(({ source, conversation, event, text }) => {
    const found = fresh.get(`${source}\t${conversation}`)
    // The first of two events with one id is the one that is kept.
    if (!found?.left.delete(event) || !text) return []
    const { firstTeamId, teamId, externalId } = found.change
    const raw = keepsRaw ? text.text : null
    return [{ source, externalId, teamId, firstTeamId, event, saidBy: text.from, redacted: redact(text.text, text.names), raw }]
  })
}

function toRow({ source, externalId, after, nextContactAt, onRecord: before, fresh, standing }: Placed, { at }: RecordParts): Row {
  return {
    source,
    externalId,
    conversation: after,
    nextContactAt,
    state: standing.state,
    counted: standing.counted,
    hit: standing.hit,
    eventCount: (before?.steps.length ?? 0) + fresh.length,
    firstRecordedAt: before?.firstRecordedAt ?? at,
    changedAt: at,
  }
}

/** What changes count, the old away and the new in, and where each stands now. */
function weigh(changes: readonly Change[], versions: Versions): { placed: Placed[]; tally: Tally } {
  const sum = makeSum(versions)
  const placed = changes.map((change): Placed => {
    const { before, after, onRecord: was, nextContactAt } = change
    if (before) sum.add({ conversation: before, nextContactAt: was?.nextContactAt ?? null }, -1)
    const standing = sum.add({ conversation: after, nextContactAt }, 1)
    return { ...change, teamId: after.teamId, standing }
  })
  return { placed, tally: sum.tally() }
}
