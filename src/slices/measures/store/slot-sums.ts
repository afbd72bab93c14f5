import { definitionOf } from '../catalogue.ts'
import type { MeasureSlot } from '../slots.ts'

/**
 * SQL that adds up slots of `rollup_place r`, that adds up such sums again, and that turns sums `g` into one row a measure, in the order of the
 * slots: measure, n, x, total, squares. $1 holds the measures. Sums of decimals are dear, and only measures of values have any.
 */
export function slotSums(slots: readonly MeasureSlot[]): { sums: string; again: string; rows: string } {
  const known = slots.map(({ measureId, slot }) => ({ slot, hasValues: definitionOf(measureId)?.form === 'mean' }))
  const columns = known.flatMap(({ slot, hasValues }) =>
    (hasValues ? ['n', 'x', 'total', 'squares'] : ['n', 'x']).map((name) => ({ name, slot })),
  )
  const rows = known.map(({ slot, hasValues }, place) => {
    const values = hasValues ? `coalesce(g.total${slot}, 0)::float8, coalesce(g.squares${slot}, 0)::float8` : '0::float8, 0::float8'
    return `(($1::text[])[${place + 1}], g.n${slot}::bigint, coalesce(g.x${slot}, 0)::bigint, ${values})`
  })
  return {
    sums: columns.map(({ name, slot }) => `sum(r.${name}[${slot}]) as ${name}${slot}`).join(', '),
    again: columns.map(({ name, slot }) => `sum(${name}${slot}) as ${name}${slot}`).join(', '),
    rows: rows.join(', '),
  }
}
