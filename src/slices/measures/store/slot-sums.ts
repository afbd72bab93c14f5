import { definitionOf } from '../catalogue.ts'
import type { MeasureSlot } from '../slots.ts'

/**
 * SQL that adds up slots of `rollup_place r`, and turns sums `g` into one row a measure, in the order of the slots: measure, n, x, total, squares.
 * $1 holds the measures. Sums of decimals are dear, and only measures of values have any.
 */
export function slotSums(slots: readonly MeasureSlot[]): { sums: string; rows: string } {
  const known = slots.map(({ measureId, slot }) => ({ slot, hasValues: definitionOf(measureId)?.form === 'mean' }))
  const sums = known.map(({ slot, hasValues }) => {
    const values = hasValues ? `, sum(r.total[${slot}])::float8 as total${slot}, sum(r.squares[${slot}])::float8 as squares${slot}` : ''
    return `sum(r.n[${slot}]) as n${slot}, sum(r.x[${slot}]) as x${slot}${values}`
  })
  const rows = known.map(({ slot, hasValues }, place) => {
    const values = hasValues ? `coalesce(g.total${slot}, 0), coalesce(g.squares${slot}, 0)` : '0::float8, 0::float8'
    return `(($1::text[])[${place + 1}], g.n${slot}, coalesce(g.x${slot}, 0), ${values})`
  })
  return { sums: sums.join(', '), rows: rows.join(', ') }
}
