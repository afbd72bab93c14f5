/** Readers for answers of tools: they return what is there and of the right kind, else undefined. Nothing is ever guessed. */

export type Fields = { readonly [name: string]: unknown }

export function parseFields(text: string | null | undefined): Fields | undefined {
  return asFields(parseJson(text))
}

export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function fieldsOf(of: Fields | undefined, name: string): Fields | undefined {
  return asFields(of?.[name])
}

export function textOf(of: Fields | undefined, name: string): string | undefined {
  const value = of?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A finite number; some tools write their numbers as text. */
export function numberOf(of: Fields | undefined, name: string): number | undefined {
  const value = of?.[name]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

export function flagOf(of: Fields | undefined, name: string): boolean | undefined {
  const value = of?.[name]
  return typeof value === 'boolean' ? value : undefined
}

export function listOf(of: Fields | undefined, name: string): Fields[] | undefined {
  const value = of?.[name]
  if (!Array.isArray(value)) return undefined
  return value.map(asFields).filter((item) => item !== undefined)
}

export function textsOf(of: Fields | undefined, name: string): string[] | undefined {
  const value = of?.[name]
  if (!Array.isArray(value)) return undefined
  return value.filter((item) => typeof item === 'string')
}

/** The sum, or undefined when a part is not known: half a sum would be a wrong amount. */
export function sumKnown(parts: (number | undefined)[]): number | undefined {
  let sum = 0
  for (const part of parts) {
    if (part === undefined) return undefined
    sum += part
  }
  return Math.round(sum * 100) / 100
}
