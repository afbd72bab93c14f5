import { shareOf } from '#kernel/wilson.ts'
import type { ConfidenceBin } from './confidence.ts'

/** Somebody of a team. Only for counting heads. */
type Head = { team: string; pseudonym: string }

/**
 * The teams whose suggestions may be put together: those of at least `peopleMin` people, and the others only where they are such a group
 * together, so that taking the former from all never leaves a smaller one.
 */
export function teamsTogether(heads: readonly Head[], peopleMin: number): { teams: string[]; held: number } {
  const people = new Map<string, Set<string>>()
  for (const { team, pseudonym } of heads) people.set(team, (people.get(team) ?? new Set()).add(pseudonym))
  const teams = [...people.keys()].sort()
  const isLarge = (team: string) => (people.get(team)?.size ?? 0) >= peopleMin
  const small = teams.filter((team) => !isLarge(team))
  const inSmall = new Set(heads.filter(({ team }) => !isLarge(team)).map(({ pseudonym }) => pseudonym))
  return inSmall.size >= peopleMin ? { teams, held: 0 } : { teams: teams.filter(isLarge), held: small.length }
}

/** Confidences from one tenth on, up to the next group. */
export type Group = { from: number; to: number }

/**
 * Tenths of confidence, neighbours put together from the highest down until at least `peopleMin` people answered in each; what is left over
 * below goes to the lowest. Empty where there are too few people in all. Tenths without an answer stand in the group below them.
 */
export function groupsOf(heads: readonly { tenth: number; pseudonym: string }[], peopleMin: number): Group[] {
  const groups: Group[] = []
  let people = new Set<string>()
  let to = 10
  for (let tenth = 9; tenth >= 0; tenth--) {
    for (const head of heads) if (head.tenth === tenth) people.add(head.pseudonym)
    if (people.size < peopleMin) continue
    groups.push({ from: tenth, to })
    people = new Set()
    to = tenth
  }
  const lowest = groups.at(-1)
  if (lowest) groups[groups.length - 1] = { ...lowest, from: 0 }
  return groups.reverse()
}

const countIn = (bins: readonly ConfidenceBin[], { from, to }: Group) => {
  const own = bins.filter(({ bin }) => bin >= from * 10 && bin < to * 10)
  return { answered: own.reduce((sum, { n }) => sum + n, 0), accepted: own.reduce((sum, { x }) => sum + x, 0) }
}

const partOf = (hits: number, of: number) => {
  const { share, low, high } = shareOf(hits, of)
  return { share, low, high }
}

/** What was accepted in each group, and what showing only those from a group on would keep, avoid and lose. */
export function byConfidence(bins: readonly ConfidenceBin[], groups: readonly Group[]) {
  const all = countIn(bins, { from: 0, to: 10 })
  return {
    bins: groups.map((group) => {
      const { answered, accepted } = countIn(bins, group)
      return { from: group.from / 10, to: group.to / 10, answered, accepted, ...partOf(accepted, answered) }
    }),
    onlyAbove: groups.map(({ from }) => {
      const { answered, accepted } = countIn(bins, { from, to: 10 })
      return {
        threshold: from / 10,
        shown: answered,
        coverage: all.answered === 0 ? 0 : answered / all.answered,
        accepted,
        acceptedLost: all.accepted - accepted,
        notAcceptedAvoided: all.answered - answered - (all.accepted - accepted),
        ...partOf(accepted, answered),
      }
    }),
  }
}
