import { may, mayEverywhere, requireActFor, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { shareOf } from '#kernel/wilson.ts'
import { atOrAbove, type ConfidenceBin, calibrationError, confidenceMean, confidenceMedian, rankingOf, tenBins } from '../confidence.ts'
import type * as contract from '../contract.ts'
import { type GradedVersion, gradedVersions, pairedCases, suggestingAiAgents } from '../store/confidence.ts'
import { confidenceBins } from '../store/reads.ts'
import { gateOf, safeThreshold, smallestThreshold, type Threshold, thresholdsOf } from '../threshold.ts'
import { chanceOfSplit, driftOf } from '../versions.ts'

const scope = 'measures:read'
const always = { from: '1900-01-01', to: '9999-12-31' }

type Output = OutputOf<typeof contract.getConfidence>

export const listConfidence = read({
  scope,
  async run(db, _input: InputOf<typeof contract.listConfidence>, { actor }) {
    const versions = await gradedVersions(db, { teams: teamsOf(actor, scope), aiAgentId: actor.aiAgentId })
    const suggesting = mayEverywhere(actor, 'adoption:read') ? await suggestingAiAgents(db) : []
    const aiAgents = [...new Set([...versions.map(({ aiAgentId }) => aiAgentId), ...suggesting])]
    return {
      items: aiAgents.map((aiAgent) => ({
        aiAgent,
        versions: versions.filter(({ aiAgentId }) => aiAgentId === aiAgent).map(toWire),
        hasSuggestions: suggesting.includes(aiAgent),
      })),
    }
  },
})

const toWire = ({ version, answers, from, to }: GradedVersion) => ({ version, answers, from, to })

/** The teams that are asked for and that the actor may see; null for all. */
function teamsFor({ actor }: Ctx, team: string | undefined): string[] | null {
  if (team === undefined) return teamsOf(actor, scope)
  return may(actor, scope, team) ? [team] : []
}

/** Refuses an AI agent of which nothing was checked where the actor may see it. */
async function requireKnown(db: Db, { actor }: Ctx, aiAgentId: string): Promise<void> {
  requireActFor(actor, aiAgentId)
  const known = await gradedVersions(db, { teams: teamsOf(actor, scope), aiAgentId })
  if (known.length > 0) return
  throw new AppError('not_found', `There are no checked answers of ${aiAgentId} that you may see.`, {
    next: 'Report them with their confidence, or see /api/v1/confidence for AI agents that have some.',
  })
}

export const getConfidence = read({
  scope,
  async run(db, input: InputOf<typeof contract.getConfidence>, ctx): Promise<Output> {
    const { aiAgent, goal = 0.95, review = 0.3, from = always.from, to = always.to } = input
    await requireKnown(db, ctx, aiAgent)
    if (from > to) throw new AppError('invalid', `The window ends (${to}) before it begins (${from}).`, { next: 'Swap from and to.' })
    const teams = teamsFor(ctx, input.team)
    const versions = await gradedVersions(db, { teams, aiAgentId: aiAgent })
    const version = input.version ?? versions[0]?.version ?? null
    const query = { teams, from, to, aiAgentId: aiAgent, records: 'grades' as const, aiAgentVersion: version ?? '' }
    const byKind = version === null ? [] : await confidenceBins(db, { ...query, by: ['kind'] })
    const thresholds = thresholdsOf(byKind)
    const reached = smallestThreshold(thresholds, goal)
    const safe = safeThreshold(thresholds, goal)
    const chosen = chosenOf(thresholds, input.threshold) ?? safe ?? reached
    const all = atOrAbove(byKind, 0)
    return {
      ...{ aiAgent, version, versions: versions.map(toWire), goal, thresholds, reached, safe, chosen, review },
      answers: all.n,
      right: all.x,
      outOfScope: all.n - all.inScope,
      ...gates(byKind, chosen, review),
      ...calibrationOf(byKind),
    }
  },
})

const hundredthsOf = (threshold: number) => Math.min(99, Math.round(threshold * 100))

const chosenOf = (thresholds: readonly Threshold[], asked: number | undefined): Threshold | undefined =>
  asked === undefined ? undefined : thresholds[hundredthsOf(asked)]

function gates(
  bins: readonly (ConfidenceBin & { kind: string })[],
  chosen: Threshold | null,
  review: number,
): Pick<Output, 'gate' | 'kinds'> {
  if (!chosen || bins.length === 0) return { gate: null, kinds: [] }
  const at = { alone: hundredthsOf(chosen.threshold), review: hundredthsOf(review) }
  const { alone, review: reviewed, people } = gateOf(bins, at)
  const names = [...new Set(bins.map(({ kind }) => kind))]
  const ofKind = (name: string) => bins.filter(({ kind }) => kind === name)
  const kinds = names.map((kind) => ({ kind, ...gateOf(ofKind(kind), at) }))
  return {
    gate: { alone, review: reviewed, people },
    kinds: kinds.sort((one, other) => other.items - one.items || (one.kind < other.kind ? -1 : 1)),
  }
}

function calibrationOf(bins: readonly ConfidenceBin[]) {
  return {
    calibration: tenBins(bins).map(({ from, n, x, confidenceMean: mean }) => {
      const { share, low, high } = shareOf(x, n)
      return { from, answers: n, right: x, confidenceMean: mean, share, low, high }
    }),
    calibrationError: calibrationError(bins),
    confidenceMean: confidenceMean(bins),
    confidenceMedian: confidenceMedian(bins),
    ranking: rankingOf(bins),
  }
}

export const compareVersions = read({
  scope,
  async run(db, input: InputOf<typeof contract.compareVersions>, ctx): Promise<OutputOf<typeof contract.compareVersions>> {
    await requireKnown(db, ctx, input.aiAgent)
    const teams = teamsFor(ctx, input.team)
    const known = await gradedVersions(db, { teams, aiAgentId: input.aiAgent })
    const after = input.after ?? known.find(({ version }) => version !== input.before)?.version ?? null
    const before = input.before ?? known.find(({ version }) => version !== after)?.version ?? null
    if (before === null || after === null) return { before, after, same: null, drift: null }
    const asked = { teams, aiAgentId: input.aiAgent, before, after }
    const [one, other] = await Promise.all([binsOf(db, asked, before), binsOf(db, asked, after)])
    const paired = await pairedCases(db, asked)
    return {
      before,
      after,
      same: paired.cases === 0 ? null : { ...paired, byChance: chanceOfSplit(paired) },
      drift: driftOf(one, other),
    }
  },
})

const binsOf = (db: Db, { teams, aiAgentId }: { teams: string[] | null; aiAgentId: string }, aiAgentVersion: string) =>
  confidenceBins(db, { teams, ...always, aiAgentId, aiAgentVersion, records: 'grades' })
