import type { causeIds, remedyIds } from './contract/investigations.ts'

export type Cause = (typeof causeIds)[number]
export type Remedy = (typeof remedyIds)[number]

/** A conversation of another system. */
export type Reference = { source: string; conversation: string }

export type Investigation = {
  teamId: string
  id: string
  measureId: string
  question: string
  fromOn: string
  toOn: string
  openedAt: Date
  sample: Reference[]
  finding: string | null
  cause: Cause | null
  remedy: Remedy | null
  plan: string | null
  startsOn: string | null
  closedAt: Date | null
  outcome: string | null
  etag: number
}

export type Read = Reference & { note: string | null }
export type Voice = { people: number; said: string; heardAt: Date }
export type Evidence = { reads: readonly Read[]; voices: readonly Voice[] }

/** So many conversations are picked, and read before a remedy can be chosen; all of them where there are fewer. */
export const sampleSize = 12

export type Step = 'read' | 'listen' | 'find'

/** What is still to be done before a remedy can be chosen. */
export function missingOf({ sample, finding }: Pick<Investigation, 'sample' | 'finding'>, { reads, voices }: Evidence): Step[] {
  const steps: [Step, boolean][] = [
    ['read', reads.length >= sample.length],
    ['listen', voices.length > 0],
    ['find', finding !== null],
  ]
  return steps.filter(([, isDone]) => !isDone).map(([step]) => step)
}

export function stateOf({ closedAt, remedy, finding }: Pick<Investigation, 'closedAt' | 'remedy' | 'finding'>) {
  if (closedAt) return 'closed' as const
  if (remedy) return 'treated' as const
  return finding === null ? ('open' as const) : ('found' as const)
}
