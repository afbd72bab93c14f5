import { createHmac } from 'node:crypto'

/** Makes pseudonyms of customers: the same for the same customer of the same source, and nothing that can be turned back without the key. */
export function makePseudonyms(key: string) {
  const known = new Map<string, string>()
  return function pseudonymOf(source: string, customer: string): string {
    const name = `${source}\n${customer}`
    const found = known.get(name)
    if (found !== undefined) return found
    const made = createHmac('sha256', key).update(name).digest('base64url').slice(0, 22)
    known.set(name, made)
    return made
  }
}
