import { bucketOf, dayOf, type Tally } from '#slices/measures/index.ts'

/** A run that ended, as far as it was told. Costs are millionths of a US dollar; null is unknown. */
export type Run = {
  teamId: string
  aiAgentId: string
  runId: string
  reportedAt: Date
  durationSeconds: number | null
  costMicros: number | null
}

export const keyOf = ({ teamId, aiAgentId, runId }: Pick<Run, 'teamId' | 'aiAgentId' | 'runId'>): string =>
  [teamId, aiAgentId, runId].join('\t')

/** Decimals of US dollars as millionths, to the nearest. Exact up to a million dollars. */
export const microsOf = (dollars: string): number => Math.round(Number(dollars) * 1_000_000)

const currency = 'USD'

/** What a run adds to the counts. */
export function tallyOf({ teamId, aiAgentId, reportedAt, durationSeconds, costMicros }: Run): Tally {
  const place = { teamId, aiAgentId, day: dayOf(reportedAt) }
  const count = { ...place, version: 1, n: 1, x: 0 }
  const values = [
    ...(durationSeconds === null ? [] : [{ measureId: 'run_time', kind: '', value: durationSeconds }]),
    ...(costMicros === null ? [] : [{ measureId: 'run_cost', kind: currency, value: costMicros }]),
  ]
  return {
    counts: [
      { ...count, measureId: 'runs', kind: '', total: 0n, squares: 0n },
      ...values.map(({ measureId, kind, value }) => {
        const total = BigInt(Math.round(value))
        return { ...count, measureId, kind, total, squares: total * total }
      }),
    ],
    spreads: values.map(({ measureId, kind, value }) => ({ ...place, measureId, kind, bucket: bucketOf(value), n: 1 })),
    hours: [],
  }
}
