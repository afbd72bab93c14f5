import { count } from '#console/messages/formats.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { getFigures, getMeasure } from '../contract.ts'
import { measureWords } from './words.ts'

export type FigureOf = Pick<OutputOf<typeof getFigures>['rows'][number], 'value' | 'low' | 'high' | 'n' | 'x' | 'status'>
export type Unit = OutputOf<typeof getMeasure>['unit']

/** A value in the unit of its measure, for people. */
export function inUnit(value: number, unit: Unit): string {
  if (unit === 'share') return measureWords.shareOf(value)
  if (unit === 'seconds') return measureWords.seconds(value)
  if (unit === 'micros') return count(value / 1_000_000)
  return unit === 'cents' ? count(value / 100) : count(value)
}

/** A figure with where it may lie and of how many: never a bare number. */
export function Figure({ figure, unit }: { figure: FigureOf; unit: Unit }) {
  const { value, low, high, n, x, status } = figure
  const said = measureWords.standings(status, n)
  const range = low !== null && high !== null && low !== high ? measureWords.range(inUnit(low, unit), inUnit(high, unit)) : null
  return (
    <span className="grid tabular-nums">
      <span className={value === null ? 'text-ink-2' : undefined}>{value === null ? (range ?? said) : inUnit(value, unit)}</span>
      <span className="text-meta text-ink-2">
        {[value === null ? '' : range, value === null && range ? said : '', status === 'ok' && unit !== 'cases' ? sampleOf(x, n) : '']
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  )
}

const sampleOf = (x: number | null, n: number) => (x === null ? measureWords.sample(n) : measureWords.sampleOf(x, n))
