import { type Share, shareOf } from '#kernel/wilson.ts'
import type { Kind } from './tools.ts'

export type Tier = 'autonomous' | 'review' | 'human_only'

/** One decision as the server answered it. */
export type Decided = {
  kind: Kind
  isHandOff: boolean
  /** What standard and tuning say; the tier in force adds deployment phase and switches. */
  policyTier: Tier
  tier: Tier
  /** True when a published standard classified it. */
  isCovered: boolean
}

/** A run with the answers to all its decisions. */
export type DecidedRun = { aiAgent: string; domain: string; success: boolean; decided: readonly Decided[] }

export type Tiers = Record<Tier, number>

/** Of some runs: how many had a decision that was not autonomous, and how many had such a write. */
export type Caught = { runs: number; withWrite: number; any: Share; write: Share }

export type Group = { aiAgent: string; domain: string; runs: number; failed: Caught; succeeded: Caught; autonomousWrites: Share }

export type Tally = {
  runs: number
  failures: number
  failuresWithWrite: number
  calls: number
  byKind: Record<Kind, number>
  tiersByKind: Record<Kind, Tiers>
  tiers: Tiers
  coverage: { writes: Share; reads: Share; all: Share }
  autonomousWrites: Share
  handOffs: { calls: number; runs: number; tiers: Tiers }
  failed: Caught
  succeeded: Caught
  groups: Group[]
}

const kinds: readonly Kind[] = ['READ', 'WRITE', 'GENERIC', 'THINK']

/** The closing figures of a replay. Tiers are those in force, as the server answered. */
export function tallyOf(runs: readonly DecidedRun[]): Tally {
  const all = runs.flatMap((run) => run.decided)
  const writes = all.filter((decision) => decision.kind === 'WRITE')
  const reads = all.filter((decision) => decision.kind === 'READ')
  const handOffs = all.filter((decision) => decision.isHandOff)
  const failed = runs.filter((run) => !run.success)
  const succeeded = runs.filter((run) => run.success)
  return {
    runs: runs.length,
    failures: failed.length,
    failuresWithWrite: failed.filter(hasWrite).length,
    calls: all.length,
    byKind: perKind((kind) => all.filter((decision) => decision.kind === kind).length),
    tiersByKind: perKind((kind) => tiersOf(all.filter((decision) => decision.kind === kind))),
    tiers: tiersOf(all),
    coverage: { writes: coverageOf(writes), reads: coverageOf(reads), all: coverageOf(all) },
    autonomousWrites: autonomyOf(writes),
    handOffs: {
      calls: handOffs.length,
      runs: runs.filter((run) => run.decided.some((decision) => decision.isHandOff)).length,
      tiers: tiersOf(handOffs),
    },
    failed: caughtOf(failed),
    succeeded: caughtOf(succeeded),
    groups: groupsOf(runs),
  }
}

function perKind<T>(value: (kind: Kind) => T): Record<Kind, T> {
  return Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as Record<Kind, T>
}

function tiersOf(decisions: readonly Decided[]): Tiers {
  const tiers: Tiers = { autonomous: 0, review: 0, human_only: 0 }
  for (const decision of decisions) tiers[decision.tier] += 1
  return tiers
}

function coverageOf(decisions: readonly Decided[]): Share {
  return shareOf(decisions.filter((decision) => decision.isCovered).length, decisions.length)
}

function autonomyOf(decisions: readonly Decided[]): Share {
  return shareOf(decisions.filter((decision) => decision.tier === 'autonomous').length, decisions.length)
}

function hasWrite(run: DecidedRun): boolean {
  return run.decided.some((decision) => decision.kind === 'WRITE')
}

/** The share for writes is over the runs that have a write: the others had none to hold back. */
function caughtOf(runs: readonly DecidedRun[]): Caught {
  const withWrite = runs.filter(hasWrite)
  const heldBack = runs.filter((run) => run.decided.some((decision) => decision.tier !== 'autonomous'))
  const heldWrite = withWrite.filter((run) => run.decided.some((decision) => decision.kind === 'WRITE' && decision.tier !== 'autonomous'))
  return {
    runs: runs.length,
    withWrite: withWrite.length,
    any: shareOf(heldBack.length, runs.length),
    write: shareOf(heldWrite.length, withWrite.length),
  }
}

function groupsOf(runs: readonly DecidedRun[]): Group[] {
  const groups = new Map<string, DecidedRun[]>()
  for (const run of runs) {
    const key = JSON.stringify([run.domain, run.aiAgent])
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, members]) => groupOf(members))
}

function groupOf(members: readonly DecidedRun[]): Group {
  const writes = members.flatMap((run) => run.decided).filter((decision) => decision.kind === 'WRITE')
  return {
    aiAgent: members[0]?.aiAgent ?? '',
    domain: members[0]?.domain ?? '',
    runs: members.length,
    failed: caughtOf(members.filter((run) => !run.success)),
    succeeded: caughtOf(members.filter((run) => run.success)),
    autonomousWrites: autonomyOf(writes),
  }
}
