/**
 * An array as PostgreSQL reads it, for statements that take tens of thousands of values: about three times as fast as leaving it
 * to the driver, which looks at every value anew. Times as ISO text.
 */
export function sqlArray(values: readonly (string | number | null)[]): string {
  return `{${values.map(element).join()}}`
}

function element(value: string | number | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  return special.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`
}

const special = /["\\]/
