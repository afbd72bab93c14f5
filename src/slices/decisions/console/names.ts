/** Ids as a person reads them: `airline.cancel_reservation` is "Airline: cancel reservation". */
export function nameOf(id: string): string {
  const parts = id.split('.').map((part) => part.replaceAll(/[_-]+/g, ' ').trim())
  const text = parts.join(': ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The title of each decision type that has a standard; the page that shows decisions knows them. */
export type Titles = ReadonlyMap<string, string>

export function typeName(titles: Titles, type: string): string {
  return titles.get(type) ?? nameOf(type)
}
