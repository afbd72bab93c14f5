import {
  addTally,
  makeTallySum,
  negativeOf,
  type Piece,
  partsOf,
  piecesOf,
  type Recount,
  readTally,
  sumTallies,
  type Tally,
  type Version,
  versionOn,
  versionsOf,
} from '#slices/measures/index.ts'
import { confidenceOfGrade, tallyOfGrade } from '../grade.ts'
import { type Added, addCounts, countsOfTeam, factsOfUseByTeam } from '../store/counts.ts'
import { gradesAfter } from '../store/grades.ts'
import { moveMarks } from '../store/marks.ts'
import { suggestionsAfter } from '../store/suggestions.ts'
import { confidenceOfSuggestion, refusalsOf, tallyOfSuggestion, useDayOf } from '../suggestion.ts'

/** The measures that this slice counts. */
const measuresOfUse = ['suggestions', 'accepted', 'kept', 'answer_time_median', 'right', 'right_in_scope'] as const

const atOnce = 5000

/** The counts of use, from suggestions and grades. */
export const recountUse: Recount = {
  records: 'use',
  factsByTeam: factsOfUseByTeam,
  async missing(snapshot, teamId, onRead) {
    const versionOf = versionsFrom(await versionsOf(snapshot))
    const tallies = makeTallySum()
    const own = makeOwnSum()
    for await (const page of pagesOf(teamId, (after) => suggestionsAfter(snapshot, after, atOnce))) {
      tallies.add(page.map((each) => tallyOfSuggestion(each, versionOf)))
      own.add({ days: page.map(useDayOf), refusals: page.flatMap(refusalsOf), confidences: page.flatMap(confidenceOfSuggestion) }, 1)
      onRead(page.length)
    }
    for await (const page of pagesOf(teamId, (after) => gradesAfter(snapshot, after, atOnce))) {
      tallies.add(page.map((each) => tallyOfGrade(each, versionOf)))
      own.add({ days: [], refusals: [], confidences: page.flatMap(confidenceOfGrade) }, 1)
      onRead(page.length)
    }
    own.add(await countsOfTeam(snapshot, teamId), -1)
    const counted = await readTally(snapshot, teamId, measuresOfUse)
    return [...piecesOf(sumTallies([tallies.tally(), negativeOf(counted)])), ...ownPieces(own.rest())]
  },
  async correct(tx, { tally, own }, at) {
    // Whatever was worked out of these teams is worked out anew.
    await moveMarks(tx, teamsIn(tally, own as Added | undefined), () => '1900-01-01')
    await addTally(tx, tally, at)
    if (own) await addCounts(tx, own as Added)
  },
}

function versionsFrom(versions: ReadonlyMap<string, readonly Version[]>) {
  return (measureId: string, day: string) => versionOn(versions.get(measureId) ?? [], day).version
}

type Place = { teamId: string; id: string }

/** Rows are in the order of teams: the first of another team ends it. */
async function* pagesOf<T extends Place>(teamId: string, read: (after: Place) => Promise<T[]>) {
  let after: Place = { teamId, id: '' }
  for (;;) {
    const found = await read(after)
    const page = found.filter((each) => each.teamId === teamId)
    yield page
    const last = page.at(-1)
    if (!last || page.length < atOnce) return
    after = last
  }
}

const teamsIn = ({ counts, spreads, hours }: Tally, { days, refusals, confidences }: Added = noneOwn) =>
  [...counts, ...spreads, ...hours, ...days, ...refusals, ...confidences].map(({ teamId }) => ({ team: teamId }))

const noneOwn: Added = { days: [], refusals: [], confidences: [] }
const nothing = { counts: [], spreads: [], hours: [] }

function ownPieces({ days, refusals, confidences }: Added): Piece[] {
  const piece = (own: Partial<Added>, name: string, places: number): Piece => ({
    tally: nothing,
    own: { ...noneOwn, ...own },
    differs: { [name]: places },
  })
  return [
    ...partsOf(days).map((part) => piece({ days: part }, 'use_day', part.length)),
    ...partsOf(refusals).map((part) => piece({ refusals: part }, 'refusal_day', part.length)),
    ...partsOf(confidences).map((part) => piece({ confidences: part }, 'confidence_day', part.length)),
  ]
}

/** Adds up counts that this slice keeps for itself, and gives what does not add up to nothing. */
function makeOwnSum() {
  const days = makeSum<Added['days'][number]>(['shown', 'accepted', 'edited', 'overridden', 'rejected', 'actions'])
  const refusals = makeSum<Added['refusals'][number]>(['n'])
  const confidences = makeSum<Added['confidences'][number]>(['n', 'x', 'inScope', 'millionths'])
  return {
    add(added: Added, sign: 1 | -1) {
      days.add(added.days, sign)
      refusals.add(added.refusals, sign)
      confidences.add(added.confidences, sign)
    },
    rest: (): Added => ({ days: days.rest(), refusals: refusals.rest(), confidences: confidences.rest() }),
  }
}

const placeOf = (row: object, numbers: readonly string[]) =>
  Object.entries(row)
    .filter(([name]) => !numbers.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, value]) => value)
    .join('\t')

/** Sums of the named numbers for each place that all other fields name. */
function makeSum<T extends object>(numbers: readonly (keyof T & string)[]) {
  const sums = new Map<string, Record<string, unknown>>()
  const numberOf = (row: object, name: string) => (row as Record<string, number>)[name] ?? 0
  return {
    add(rows: readonly T[], sign: 1 | -1) {
      for (const row of rows) {
        const place = placeOf(row, numbers)
        const known = sums.get(place)
        const sum = known ?? { ...row, ...Object.fromEntries(numbers.map((name) => [name, 0])) }
        for (const name of numbers) sum[name] = numberOf(sum, name) + sign * numberOf(row, name)
        if (!known) sums.set(place, sum)
      }
    },
    rest: () => [...sums.values()].filter((sum) => numbers.some((name) => sum[name] !== 0)) as T[],
  }
}
