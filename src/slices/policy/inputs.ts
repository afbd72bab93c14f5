import { numberMax } from './json-schema.ts'
import type { Input } from './standard.ts'

/** Greatest length of a text, and of all texts of a list together: it bounds the work of a rule that searches in it. */
export const textMax = 10_000

/** Greatest number of texts in a list. */
export const textsMax = 100

/** Turns a given value into what rules compute with, or undefined where the value is missing or ill-typed. */
export type ReadInput = (value: unknown) => number | string | boolean | readonly string[] | undefined

const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= -numberMax && value <= numberMax

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= textMax

/** The reader of one declared input. It never throws and allocates nothing but the result. */
export function inputReader(input: Input): ReadInput {
  switch (input.type) {
    case 'money':
      return moneyReader(minorDigits(input.currency))
    case 'number':
      return (value) => (isNumber(value) ? value : undefined)
    case 'count':
      return (value) => (isNumber(value) && value >= 0 && Number.isInteger(value) ? value : undefined)
    case 'choice': {
      const choices = new Set<unknown>(input.of)
      return (value) => (typeof value === 'string' && choices.has(value) ? value : undefined)
    }
    case 'flag':
      return (value) => (typeof value === 'boolean' ? value : undefined)
    case 'text':
      return (value) => (isText(value) ? value : undefined)
    case 'texts':
      return readTexts
    case 'time':
      return readTime
  }
}

/**
 * Money in major units, rounded to the number that stands for its decimal amount: 0.1 + 0.2 is 0.3.
 * What is not a whole number of minor units within floating point error is no amount.
 */
function moneyReader(digits: number): ReadInput {
  const scale = 10 ** digits
  return (value) => {
    if (!isNumber(value)) return undefined
    const amount = Math.round(value * scale) / scale
    return Math.abs(amount - value) <= 1e-13 * Math.max(1, Math.abs(value)) ? amount : undefined
  }
}

/** Decimal places of a currency: 2 for USD, 0 for JPY. Source: ISO 4217 as in the Unicode CLDR that comes with the runtime. */
function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > textsMax) return undefined
  let length = 0
  for (const item of value) {
    if (typeof item !== 'string') return undefined
    length += item.length
  }
  return length <= textMax ? value : undefined
}

const timePattern = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** Milliseconds since 1970 of an ISO 8601 time with its offset, or undefined. The runtime alone would take 30 February for 1 March. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 35) return undefined
  const date = timePattern.exec(value)?.[1]
  if (date === undefined) return undefined
  const midnight = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

const expectedWords: Record<Exclude<Input['type'], 'money' | 'choice'>, string> = {
  number: 'a number',
  count: 'a whole number from 0',
  flag: 'true or false',
  text: 'a text',
  texts: 'a list of texts',
  time: 'a time such as 2024-05-15T12:00:00Z',
}

/** What an input must be, for a sentence. */
export function expectedInWords(input: Input): string {
  if (input.type === 'money') return `an amount of money in ${input.currency}`
  if (input.type === 'choice') return `one of ${input.of.join(', ')}`
  return expectedWords[input.type]
}

/** What is wrong with an input, in a sentence. It never repeats the value, which may be personal. */
export function inputProblem(name: string, input: Input, value: unknown): string {
  const expected = expectedInWords(input)
  if (value === undefined) return `The input “${name}” is missing; it must be ${expected}.`
  return `The input “${name}” must be ${expected}; what was given is ${typeInWords(value)}${nuance(input, value)}.`
}

const textNuances: Partial<Record<Input['type'], string>> = {
  choice: ' that is none of these',
  time: ' that is no such time',
  text: ` longer than ${textMax} characters`,
}

/** Where the type is right the value is not: says so without giving the value. */
function nuance(input: Input, value: unknown): string {
  if (input.type === 'texts')
    return Array.isArray(value) ? ` with more than ${textsMax} entries or ${textMax} characters, or with something else than texts` : ''
  if (typeof value === 'string') return textNuances[input.type] ?? ''
  if (typeof value !== 'number' || !Number.isFinite(value)) return ''
  if (input.type !== 'money' && input.type !== 'number' && input.type !== 'count') return ''
  if (Math.abs(value) > numberMax) return ' that is too large'
  if (input.type === 'money') return ' with too many decimal places'
  return value < 0 ? ' below zero' : ' with a fraction'
}

const plainTypeWords: Record<string, string> = { string: 'a text', boolean: 'true or false', undefined: 'nothing' }

/** The type of a value in words, without the value. */
export function typeInWords(value: unknown): string {
  if (value === null) return 'empty (null)'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'not a finite number'
  return plainTypeWords[typeof value] ?? 'an object'
}
