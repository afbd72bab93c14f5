/**
 * What a figure means. `share`: x of n. `mean` and `median`: of values, each counted once in n. `count`: n alone.
 * The words are for people; the settings are what an organisation may change, each change being a new version.
 */
export type Definition = {
  id: string
  name: string
  form: 'share' | 'mean' | 'median' | 'count'
  /** `micros` are millionths of a currency's main unit, `cents` its smallest one; of both, the kind of a count is the currency. */
  unit: 'share' | 'cases' | 'seconds' | 'times' | 'cents' | 'micros'
  formula: string
  numerator: string
  denominator: string
  exclusions: string
  /** The day that a fact is counted on. */
  countedOn: string
  settings: Readonly<Record<string, { value: number; unit: string; about: string; min: number; max: number }>>
  /** Where the facts come from. */
  source: string
  /** The list that holds the records behind the figure. */
  records: 'conversations' | 'decisions' | 'suggestions' | 'grades'
  /** Whether more is better; null where neither is. */
  isGoodHigh: boolean | null
  /** True where the people counted are teammates: never shown for a group under the floor. */
  isAboutPeople: boolean
}

/** Money of two currencies is never added up: a figure of it is one currency's. */
export const isMoney = ({ unit }: Pick<Definition, 'unit'>): boolean => unit === 'cents' || unit === 'micros'

export type Version = {
  measureId: string
  version: number
  settings: Readonly<Record<string, number>>
  reason: string
  fromOn: string | null
  madeAt: Date | null
}

/** Version 1 of a measure: what ships with the product, for all days. */
export function shippedVersion({ id, settings }: Definition): Version {
  const values = Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]))
  return { measureId: id, version: 1, settings: values, reason: '', fromOn: null, madeAt: null }
}

/** The version that a day is counted by. `versions` may stand in any order; the newest that has begun wins. */
export function versionOn(versions: readonly Version[], day: string): Version {
  const begun = versions.filter(({ fromOn }) => fromOn === null || fromOn <= day)
  return begun.reduce((newest, each) => (each.version > newest.version ? each : newest))
}
