import type * as z from 'zod/mini'
import type { Tx } from '#kernel/db.ts'
import { pseudonymOf } from '#slices/identity/index.ts'
import { addTally, negativeOf, sumTallies, type Tally, type Version, versionOn } from '#slices/measures/index.ts'
import type { ConfidenceCount } from '../confidence.ts'
import type { AccessFact, ExposureFact, GradeFact, SuggestionFact, TrainingFact } from '../contract.ts'
import { confidenceOfGrade, type Grade, gradeOf, tallyOfGrade } from '../grade.ts'
import { accessOf, exposureOf, trainingOf } from '../person-facts.ts'
import { addCounts } from '../store/counts.ts'
import { gradeShelf } from '../store/grades.ts'
import { moveMarks, moveWeeks } from '../store/marks.ts'
import { accessShelf, exposureShelf, trainingShelf } from '../store/person-facts.ts'
import { type Settled, settle } from '../store/shelf.ts'
import { suggestionShelf } from '../store/suggestions.ts'
import {
  confidenceOfSuggestion,
  refusalsOf,
  type Suggestion,
  suggestionOf,
  tallyOfSuggestion,
  type UseDay,
  useDayOf,
  type VersionOf,
} from '../suggestion.ts'

export type UseParts = {
  /** The present: when they were recorded. */
  at: Date
  /** The key of this installation under which teammates are pseudonyms. */
  pseudonymKey: Buffer
  /** Versions of all measures. */
  versions: ReadonlyMap<string, readonly Version[]>
}

/** For each fact, in the order of the facts: whether it is new or changed what was known. */
export type News = boolean[]

type Fact<T extends z.ZodMiniType> = z.infer<T>

export async function recordSuggestions(tx: Tx, facts: readonly Fact<typeof SuggestionFact>[], parts: UseParts): Promise<News> {
  await moveMarks(tx, facts, ({ shownAt }) => shownAt)
  const name = namer(parts.pseudonymKey)
  const told = facts.map((fact) => suggestionOf(fact, name(fact.person)))
  const settled = await settle(tx, suggestionShelf, { facts: told, at: parts.at })
  const left = before(settled).map(({ teamId, shownAt }) => ({ team: teamId, shownAt: shownAt.toISOString() }))
  await moveWeeks(tx, left, ({ shownAt }) => shownAt)
  await countSuggestions(tx, settled, parts)
  return settled.isNews
}

export async function recordGrades(tx: Tx, facts: readonly Fact<typeof GradeFact>[], parts: UseParts): Promise<News> {
  const settled = await settle(tx, gradeShelf, { facts: facts.map(gradeOf), at: parts.at })
  await countGrades(tx, settled, parts)
  return settled.isNews
}

export async function recordTraining(tx: Tx, facts: readonly Fact<typeof TrainingFact>[], { at, pseudonymKey }: UseParts): Promise<News> {
  await moveMarks(tx, facts, (fact) => fact.at)
  const name = namer(pseudonymKey)
  return (await settle(tx, trainingShelf, { facts: facts.map((fact) => trainingOf(fact, name(fact.person))), at })).isNews
}

export async function recordAccess(tx: Tx, facts: readonly Fact<typeof AccessFact>[], { at, pseudonymKey }: UseParts): Promise<News> {
  await moveMarks(tx, facts, ({ from }) => from)
  const name = namer(pseudonymKey)
  return (await settle(tx, accessShelf, { facts: facts.map((fact) => accessOf(fact, name(fact.person))), at })).isNews
}

export async function recordExposure(tx: Tx, facts: readonly Fact<typeof ExposureFact>[], { at, pseudonymKey }: UseParts): Promise<News> {
  await moveMarks(tx, facts, ({ day }) => day)
  const name = namer(pseudonymKey)
  return (await settle(tx, exposureShelf, { facts: facts.map((fact) => exposureOf(fact, name(fact.person))), at })).isNews
}

/** The pseudonym of a teammate; each is made once in a batch. */
function namer(key: Buffer): (ownId: string) => string {
  const known = new Map<string, string>()
  return (ownId) => {
    const pseudonym = known.get(ownId) ?? pseudonymOf(key, 'teammate', ownId)
    known.set(ownId, pseudonym)
    return pseudonym
  }
}

type Changes<T> = Pick<Settled<T>, 'added' | 'changed'>

const after = <T>({ added, changed }: Changes<T>): T[] => [...added, ...changed.map((change) => change.after)]
const before = <T>({ changed }: Changes<T>): T[] => changed.map((change) => change.before)

function tallyOf<T>(changes: Changes<T>, tally: (of: T) => Tally): Tally {
  return sumTallies([...after(changes).map(tally), ...before(changes).map((each) => negativeOf(tally(each)))])
}

function versionsBy({ versions }: Pick<UseParts, 'versions'>): VersionOf {
  return (measureId, day) => versionOn(versions.get(measureId) ?? [], day).version
}

/** Adds what suggestions count to all counts, and takes away what changed ones counted before. */
export async function countSuggestions(tx: Tx, changes: Changes<Suggestion>, parts: Pick<UseParts, 'at' | 'versions'>): Promise<void> {
  const versionOf = versionsBy(parts)
  await addTally(
    tx,
    tallyOf(changes, (each) => tallyOfSuggestion(each, versionOf)),
    parts.at,
  )
  await addCounts(tx, {
    days: [...after(changes).map(useDayOf), ...before(changes).map((each) => negativeDay(useDayOf(each)))],
    refusals: [
      ...after(changes).flatMap(refusalsOf),
      ...before(changes)
        .flatMap(refusalsOf)
        .map((each) => ({ ...each, n: -each.n })),
    ],
    confidences: confidencesOf(changes, confidenceOfSuggestion),
  })
}

export async function countGrades(tx: Tx, changes: Changes<Grade>, parts: Pick<UseParts, 'at' | 'versions'>): Promise<void> {
  const versionOf = versionsBy(parts)
  await addTally(
    tx,
    tallyOf(changes, (each) => tallyOfGrade(each, versionOf)),
    parts.at,
  )
  await addCounts(tx, { days: [], refusals: [], confidences: confidencesOf(changes, confidenceOfGrade) })
}

function confidencesOf<T>(changes: Changes<T>, of: (each: T) => ConfidenceCount[]): ConfidenceCount[] {
  const taken = before(changes).flatMap(of)
  return [
    ...after(changes).flatMap(of),
    ...taken.map((each) => ({ ...each, n: -each.n, x: -each.x, inScope: -each.inScope, millionths: -each.millionths })),
  ]
}

function negativeDay(day: UseDay): UseDay {
  const { shown, accepted, edited, overridden, rejected, actions } = day
  return {
    ...day,
    shown: -shown,
    accepted: -accepted,
    edited: -edited,
    overridden: -overridden,
    rejected: -rejected,
    actions: -actions,
  }
}
