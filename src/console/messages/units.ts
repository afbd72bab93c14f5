import { count, share } from './formats.ts'
import { locale, words } from './words.ts'

export type Unit = 'share' | 'cases' | 'seconds' | 'times' | 'cents' | 'micros'

const unitWords = words('units', {
  seconds: (n: number) => `${count(n)} s`,
  minutes: (n: number) => `${count(n)} min`,
  hours: (n: number) => `${count(n)} h`,
})

/** A time in the unit in which it reads best: 52.3 s, 14.2 min, 3.1 h. */
function timeOf(seconds: number): string {
  if (seconds < 120) return unitWords.seconds(seconds)
  return seconds < 7200 ? unitWords.minutes(seconds / 60) : unitWords.hours(seconds / 3600)
}

/** An amount in main units of its currency; of one below its main unit three digits that say something: US$0.0312. */
function amountOf(main: number, currency: string): string {
  const settings = { style: 'currency', currency } as const
  const isSmall = main !== 0 && Math.abs(main) < 1
  return new Intl.NumberFormat(locale(), isSmall ? { ...settings, maximumSignificantDigits: 3 } : settings).format(main)
}

const placesOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** A value in the unit of its measure. Cents and micros are parts of the currency: without one it is a bare number of main units. */
export function valueInUnit(value: number, unit: Unit, currency: string | null = null): string {
  if (unit === 'share') return share(value, 1)
  if (unit === 'seconds') return timeOf(value)
  if (unit === 'micros') return currency === null ? count(value / 1_000_000) : amountOf(value / 1_000_000, currency)
  if (unit === 'cents') return currency === null ? count(value / 100) : amountOf(value / 10 ** placesOf(currency), currency)
  return count(value)
}
