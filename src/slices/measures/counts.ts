/** What is counted about a day, a team, an AI agent and a kind of case. `n` of, `x` hits, `total` and `squares` of values. */
export type Count = {
  teamId: string
  measureId: string
  /** YYYY-MM-DD, UTC. */
  day: string
  aiAgentId: string
  /** What the case is about; the currency where money is counted. */
  kind: string
  version: number
  n: number
  x: number
  /** Sums of whole numbers: as bigint they add up exactly, whatever the order. */
  total: bigint
  squares: bigint
}

export type Spread = Pick<Count, 'teamId' | 'measureId' | 'day' | 'aiAgentId' | 'kind' | 'n'> & { bucket: number }
export type HourCount = Pick<Count, 'teamId' | 'measureId' | 'aiAgentId' | 'n' | 'x'> & { hour: Date }

/** What one fact, or many, add to the counts. To take a fact away again, add the negative of what it added. */
export type Tally = { counts: Count[]; spreads: Spread[]; hours: HourCount[] }

const base = Math.log(1.02)

/** The bucket of a value of at least 0: values of one bucket differ by at most 2 %, so its middle is within 1 % of each. */
export const bucketOf = (value: number): number => (value < 1 ? -1 : Math.round(Math.log(value) / base))

/** The middle of a bucket. */
export const valueOfBucket = (bucket: number): number => (bucket < 0 ? 0 : 1.02 ** bucket)

export function negativeOf({ counts, spreads, hours }: Tally): Tally {
  return {
    counts: counts.map((each) => ({ ...each, n: -each.n, x: -each.x, total: -each.total, squares: -each.squares })),
    spreads: spreads.map((each) => ({ ...each, n: -each.n })),
    hours: hours.map((each) => ({ ...each, n: -each.n, x: -each.x })),
  }
}

/** Many tallies as one, with one entry for each place; what adds up to nothing is left out. Sorted, so that two writers never lock crosswise. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const counts = new Map<string, Count>()
  const spreads = new Map<string, Spread>()
  const hours = new Map<string, HourCount>()
  for (const tally of tallies) {
    for (const each of tally.counts) addCount(counts, each)
    for (const each of tally.spreads) addPlain(spreads, placeOf(each, each.day, `${each.kind}\t${each.bucket}`), each)
    for (const each of tally.hours) addHour(hours, each)
  }
  return {
    counts: sorted(counts).filter(({ n, x, total, squares }) => n !== 0 || x !== 0 || total !== 0n || squares !== 0n),
    spreads: sorted(spreads).filter(({ n }) => n !== 0),
    hours: sorted(hours).filter(({ n, x }) => n !== 0 || x !== 0),
  }
}

type Place = { teamId: string; measureId: string; aiAgentId: string }

const placeOf = ({ teamId, measureId, aiAgentId }: Place, when: string, what: string) =>
  [teamId, measureId, when, aiAgentId, what].join('\t')

function addCount(all: Map<string, Count>, each: Count): void {
  const place = placeOf(each, each.day, `${each.kind}\t${each.version}`)
  const sum = all.get(place)
  if (!sum) all.set(place, { ...each })
  else all.set(place, { ...sum, n: sum.n + each.n, x: sum.x + each.x, total: sum.total + each.total, squares: sum.squares + each.squares })
}

function addPlain(all: Map<string, Spread>, place: string, each: Spread): void {
  const sum = all.get(place)
  all.set(place, sum ? { ...sum, n: sum.n + each.n } : { ...each })
}

function addHour(all: Map<string, HourCount>, each: HourCount): void {
  const place = placeOf(each, each.hour.toISOString(), '')
  const sum = all.get(place)
  all.set(place, sum ? { ...sum, n: sum.n + each.n, x: sum.x + each.x } : { ...each })
}

const sorted = <T>(all: ReadonlyMap<string, T>): T[] => [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each)
