/** One row of a file: names and values, texts in CSV, anything in NDJSON. */
export type Row = Readonly<Record<string, unknown>>

export type Get = (row: Row) => unknown

/** Whether a value says nothing: missing, null, or one of the texts that mean that nothing is known. */
export function makeIsUnknown(empty: readonly string[]): (value: unknown) => boolean {
  const words = new Set(empty)
  return (value) => value === undefined || value === null || (typeof value === 'string' && words.has(value.trim()))
}

/** Reads a field by its name, or by a path such as `edits[-1]` or `ticket.team` where no field has that name. */
export function fieldGetter(path: string): Get {
  const steps = [...path.matchAll(/([^.[\]]+)|\[(-?\d+)\]/g)].map(([, name, place]) => (place === undefined ? (name ?? '') : Number(place)))
  if (steps.length < 2) return (row) => row[path]
  return (row) => (path in row ? row[path] : steps.reduce<unknown>(stepInto, row))
}

function stepInto(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (typeof step === 'string') return Object.hasOwn(value, step) ? (value as Row)[step] : undefined
  return Array.isArray(value) ? value.at(step) : undefined
}

/** The fields that a text names: `${ticket}-${seq}` names ticket and seq. */
export const fieldsIn = (text: string): string[] => [...text.matchAll(/\$\{([^{}]+)\}/g)].map(([, name]) => (name ?? '').trim())

/** The first step of a path: the field of the row that it begins in. */
export const rootOf = (path: string): string => /^[^.[\]]+/.exec(path)?.[0] ?? path

export const plainText = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))

/** A short id of a name: `Data Analysis` becomes `data-analysis`. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '')
    .slice(0, 64)
