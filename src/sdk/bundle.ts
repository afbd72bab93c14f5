import { type BundleFiles, bundleId, type KeptBundle, type Pair } from './bundle-file.ts'
import { type Call, CallError } from './call.ts'
import { around } from './chance.ts'
import type * as rulesType from './local-rules.ts'
import type { BundleRules, LocalAnswer } from './local-rules.ts'
import { isAway, within } from './patience.ts'
import { routes } from './routes.ts'
import type { Told } from './spool.ts'
import type { Proposal } from './types.ts'

/** The rules that the client last knew, kept fresh while Pilotage can be reached. */
export type Bundles = {
  /** Remembers what is asked, so that the rules for it are at hand later. */
  note(proposal: Proposal): void
  /** What the AI agent may be told while Pilotage is away: review at most. */
  answer(proposal: Proposal): Promise<Told>
  /** Asks for everything anew. Happens by itself as well. */
  refresh(): Promise<void>
  close(): Promise<void>
}

type BundleParts = {
  call: Call
  files: BundleFiles
  everyMs: number
  now(): number
  log(words: string, facts: unknown): void
}

type Wanted = Pair & { types: Set<string>; isRefused: boolean }

const keyOf = ({ team, aiAgent }: Pair) => JSON.stringify([team, aiAgent])

const tryMs = 10_000
const typesMax = 50
/** How often it is written down how late it is while Pilotage is away. */
const seenEveryMs = 60_000
const reasonsMax = 20

export function makeBundles(parts: BundleParts): Bundles {
  const { files, everyMs, now, log } = parts
  const wanted = new Map<string, Wanted>()
  const own = { ...parts, ages: makeAges(now), open: openOnce() }
  let running: Promise<void> | undefined
  let isAgain = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function want(pair: Pair, types: readonly string[]): boolean {
    const key = keyOf(pair)
    const known = wanted.get(key) ?? { team: pair.team, aiAgent: pair.aiAgent, types: new Set(), isRefused: false }
    const fresh = types.filter((type) => !known.types.has(type) && known.types.size < typesMax)
    for (const type of fresh) known.types.add(type)
    wanted.set(key, known)
    return fresh.length > 0
  }

  async function refreshAll(): Promise<void> {
    for (const kept of await files.list()) want(kept, kept.types)
    for (const pair of wanted.values()) await refreshPair(own, pair)
  }

  /** What was noted while a run is under way is asked for in the next. */
  function refresh(): Promise<void> {
    if (running) {
      isAgain = true
      return running
    }
    running = (async () => {
      do {
        isAgain = false
        await refreshAll().catch((error) => log('The rules for when Pilotage is away could not be kept', error))
      } while (isAgain && !isClosed)
    })().finally(() => {
      running = undefined
    })
    return running
  }

  function schedule(): void {
    timer = setTimeout(() => void refresh().finally(() => isClosed || schedule()), around(everyMs))
    timer.unref()
  }

  schedule()
  void refresh()

  return {
    refresh,
    note({ team, aiAgent, decisionType }) {
      if (want({ team, aiAgent }, [decisionType])) void refresh()
    },
    answer: (proposal) => answerBy(own, proposal),
    async close() {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}

type Own = BundleParts & { ages: Ages; open(kept: KeptBundle): Promise<Rules> }

async function refreshPair(parts: Own, pair: Wanted): Promise<void> {
  const found = await parts.files.read(pair)
  const kept = typeof found === 'object' ? found : undefined
  const askedAt = parts.now()
  try {
    const fresh = await fetchBundle(parts, { pair, kept, askedAt })
    pair.isRefused = false
    if (fresh.rules.standards.length === 0) await parts.files.forget(pair)
    else await confirm(parts, fresh)
  } catch (error) {
    if (kept && isUnchanged(error)) return confirm(parts, { ...kept, ...at(askedAt) })
    if (isAway(error)) return kept && sawLater(parts, kept)
    await forgetRefused(parts, pair, error)
  }
}

async function fetchBundle(parts: Own, asked: { pair: Wanted; kept?: KeptBundle; askedAt: number }): Promise<KeptBundle> {
  const { pair, kept, askedAt } = asked
  const { team, aiAgent } = pair
  // Another process may have asked for more than this one knows of.
  const types = [...new Set([...(kept?.types ?? []), ...pair.types])].slice(0, typesMax).sort()
  const ifNoneMatch = kept && kept.types.join() === types.join() ? kept.id : undefined
  const sent = await parts.call(routes.getBundle, { team, aiAgent, types: types.join() }, { ifNoneMatch, signal: within(tryMs) })
  const rules = sent.rules as unknown as BundleRules
  if (bundleId(rules) !== sent.etag) throw new Error('The rules arrived damaged')
  return { team, aiAgent, types, id: sent.etag, madeAt: sent.madeAt, rules, ...at(askedAt) }
}

/** Who may not ask any more does not go on by old rules. */
async function forgetRefused({ files, log }: Own, pair: Wanted, error: unknown): Promise<void> {
  await files.forget(pair)
  if (!pair.isRefused) log('Pilotage gives no rules for when it is away', error)
  pair.isRefused = true
}

const at = (time: number) => ({ confirmedAt: time, seenAt: time })

const isUnchanged = (error: unknown) => error instanceof CallError && error.problem.status === 304

async function confirm({ files, ages }: Own, kept: KeptBundle): Promise<void> {
  await files.keep(kept)
  ages.confirmed(kept)
}

/** Writes down how late it is, so that a clock that is set back later is noticed also by the next process. */
async function sawLater({ files, now }: BundleParts, kept: KeptBundle): Promise<void> {
  const time = now()
  if (time - kept.seenAt >= seenEveryMs) await files.keep({ ...kept, seenAt: time })
}

async function answerBy(parts: Own, proposal: Proposal): Promise<Told> {
  const kept = await parts.files.read(proposal).catch(() => undefined)
  // Looked at last: another process may just have confirmed what was read.
  const time = parts.now()
  const answeredAt = new Date(time).toISOString()
  if (kept === undefined) return nothingKnown(answeredAt, 'no rules for this AI agent and team are at hand')
  if (kept === 'broken') return nothingKnown(answeredAt, 'the rules at hand were changed, or belong to another key')
  const ageMs = parts.ages.of(kept, time)
  if (ageMs === undefined) return nothingKnown(answeredAt, 'the clock went back, so nobody can tell how old the rules at hand are')
  await sawLater(parts, kept).catch(() => {})
  try {
    const { answer, bundle } = await parts.open(kept)
    // What Pilotage will read is judged, and nothing else.
    const asSent = JSON.parse(JSON.stringify(proposal)) as Proposal
    return toldOf(answer(bundle, { proposal: asSent, at: new Date(time), ageMs }), { answeredAt, kept, ageMs })
  } catch (error) {
    parts.log('The rules at hand could not be used', error)
    return nothingKnown(answeredAt, 'the rules at hand could not be used')
  }
}

type Rules = { answer: typeof rulesType.answerLocally; bundle: ReturnType<typeof rulesType.openBundle> }

/** Loads the rules' own code when it is needed first, and makes the newest bundle ready once. */
function openOnce(): (kept: KeptBundle) => Promise<Rules> {
  let ready: { id: string; bundle: Rules['bundle'] } | undefined
  return async function open(kept) {
    const { answerLocally, openBundle } = await import('./local-rules.ts')
    if (ready?.id !== kept.id) ready = { id: kept.id, bundle: openBundle(kept.rules) }
    return { answer: answerLocally, bundle: ready.bundle }
  }
}

function toldOf(answer: LocalAnswer, by: { answeredAt: string; kept: KeptBundle; ageMs: number }): Told {
  const { answeredAt, kept, ageMs } = by
  const bundle = { id: kept.id, madeAt: kept.madeAt, ageSeconds: ageMs / 1000, standardVersion: answer.standard?.version ?? null }
  const reasons = answer.reasons.slice(0, reasonsMax).map((reason) => ({ ...reason, because: reason.because.slice(0, 2000) }))
  return { tier: answer.tier, answeredAt, bundle, reasons }
}

/** The answer where there is nothing to go by. */
export function nothingKnown(answeredAt: string, why?: string): Told {
  const because = `Pilotage could not be reached${why ? `, and ${why}` : ''}, so a person decides.`
  return { tier: 'human_only', answeredAt, bundle: null, reasons: [{ source: 'local', rule: null, tier: 'human_only', because }] }
}

type Ages = { confirmed(kept: KeptBundle): void; of(kept: KeptBundle, time: number): number | undefined }

/**
 * How old rules are: by the clock, and for those that this process confirmed itself also by what passed since, whichever is more.
 * Undefined once the clock shows less than it did: then nobody can tell.
 */
function makeAges(now: () => number): Ages {
  const begun = now()
  const seen = new Map<string, { latest: number; confirmedAt?: number; since: number }>()
  return {
    confirmed(kept) {
      seen.set(keyOf(kept), { latest: kept.confirmedAt, confirmedAt: kept.confirmedAt, since: performance.now() })
    },
    of(kept, time) {
      const known = seen.get(keyOf(kept)) ?? { latest: begun, since: 0 }
      if (time < kept.confirmedAt || time < kept.seenAt || time < known.latest) return undefined
      seen.set(keyOf(kept), { ...known, latest: time })
      const passedMs = known.confirmedAt === kept.confirmedAt ? performance.now() - known.since : 0
      return Math.max(time - kept.confirmedAt, passedMs)
    },
  }
}
