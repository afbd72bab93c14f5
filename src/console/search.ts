/** What stands behind the question mark of an address. Everything is text there, and defaults are left out. */
export type Search = { [name: string]: string | undefined }

/** `?team=billing&tier=review` as it stands, without JSON in it: addresses are read and written by people. */
export function readSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function writeSearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string' && value !== '') query.set(name, value)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** One of the known values; anything else is ignored, as if it were not there. */
export function oneOf<const V extends string>(value: unknown, known: readonly V[]): V | undefined {
  return known.find((one) => one === value)
}

/** Free text, shortened to what the API takes. */
export function textOf(value: unknown, max = 200): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, max) : undefined
}

/** Whatever an address says may be left out, so links need not name it. */
export function optional<T extends object>(found: T): Partial<T> {
  return found
}
