/** How a value is edited: as the person would write it, or as JSON where it has parts. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'json'

export type EditField = { name: string; kind: FieldKind; was: unknown; text: string }

type Values = { readonly [name: string]: unknown }
type Texts = { readonly [name: string]: string }

export function kindOf(value: unknown): FieldKind {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'text' : 'json'
}

export function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value)
}

export function fieldsOf(values: Values, texts: Texts): EditField[] {
  return Object.entries(values).map(([name, was]) => ({ name, kind: kindOf(was), was, text: texts[name] ?? textOf(was) }))
}

type Read = { value: unknown } | { fault: 'json' | 'number' }

export function readField({ kind, text }: Pick<EditField, 'kind' | 'text'>): Read {
  if (kind === 'text') return { value: text }
  if (kind === 'boolean') return { value: text === 'true' }
  if (kind === 'number') {
    const value = Number(text.trim().replace(',', '.'))
    return text.trim() === '' || !Number.isFinite(value) ? { fault: 'number' } : { value }
  }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: 'json' }
  }
}

export const isChanged = (field: EditField): boolean => {
  const read = readField(field)
  return 'fault' in read || JSON.stringify(read.value) !== JSON.stringify(field.was)
}

/** The whole set with its changes; null while a field cannot be read. */
export function readAll(fields: readonly EditField[]): { [name: string]: unknown } | null {
  const entries: [string, unknown][] = []
  for (const field of fields) {
    const read = readField(field)
    if ('fault' in read) return null
    entries.push([field.name, isChanged(field) ? read.value : field.was])
  }
  return Object.fromEntries(entries)
}

export type Piece = { text: string; is: 'same' | 'old' | 'new' }

const pieces = (text: string) => text.split(/(\s+)/).filter((word) => word !== '')

/** Word by word what was taken out and what came in: everything between the common beginning and the common end. */
export function difference(was: string, now: string): Piece[] {
  const [old, next] = [pieces(was), pieces(now)]
  let start = 0
  while (start < old.length && old[start] === next[start]) start += 1
  let end = 0
  while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) end += 1
  const parts: Piece[] = [
    { text: old.slice(0, start).join(''), is: 'same' },
    { text: old.slice(start, old.length - end).join(''), is: 'old' },
    { text: next.slice(start, next.length - end).join(''), is: 'new' },
    { text: old.slice(old.length - end).join(''), is: 'same' },
  ]
  return parts.filter((part) => part.text !== '')
}
