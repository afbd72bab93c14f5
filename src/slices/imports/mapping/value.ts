import { compileCondition } from './condition.ts'
import type { Made, MappingForm, Value } from './form.ts'
import { dayReader, instantReader } from './instant.ts'
import { fieldGetter, fieldsIn, type Get, makeIsUnknown, plainText, type Row, slugOf } from './row.ts'
import type { TargetKind } from './targets.ts'

/** Reads one value of a fact from a row; what is wrong with it is added to `faults`, and the answer is then undefined. */
export type Read = (row: Row, faults: string[]) => unknown

export type Surroundings = Pick<MappingForm, 'tables' | 'timeZone' | 'times' | 'empty'> & {
  /** The names of slugs that were made of other texts. */
  slugNames: Map<string, string>
}

type Asked = { name: string; kind: TargetKind; around: Surroundings }

export function compileValue(value: Value, asked: Asked): Read {
  const made: Made = typeof value === 'object' ? value : { text: String(value) }
  const isUnknown = makeIsUnknown(asked.around.empty)
  const raw = rawGetter(made, isUnknown)
  const holds = made.when && compileCondition(made.when, isUnknown)
  const convert = converterOf(made, asked)
  const constant = typeof value !== 'object' && fieldsIn(String(value)).length === 0
  if (constant) {
    const faults: string[] = []
    const fixed = convert(value, faults)
    return faults.length === 0 ? () => fixed : (_row, found) => void found.push(...faults)
  }
  const spare = made.otherwise
  return (row, faults) => {
    if (holds && !holds(row)) return undefined
    const found = raw(row)
    if (!isUnknown(found)) return convert(found, faults)
    return spare === undefined ? undefined : convert(spare, faults, true)
  }
}

/** A text that is one field alone keeps the field's own type; one with an unknown field in it is unknown as a whole. */
function rawGetter({ field, text = '' }: Made, isUnknown: (value: unknown) => boolean): Get {
  if (field !== undefined) return fieldGetter(field)
  const names = fieldsIn(text)
  if (names.length === 0) return () => text
  const gets = names.map(fieldGetter)
  if (text === `\${${names[0]}}` && gets[0]) return gets[0]
  const between = text.split(/\$\{[^{}]+\}/)
  return (row) => {
    const values = gets.map((get) => get(row))
    if (values.some(isUnknown)) return null
    return between.map((part, place) => (place === 0 ? part : `${plainText(values[place - 1])}${part}`)).join('')
  }
}

type Convert = (value: unknown, faults: string[], isSpare?: boolean) => unknown

function converterOf(made: Made, { name, kind, around }: Asked): Convert {
  const table = made.table === undefined ? undefined : around.tables[made.table]
  const shape = textShape(made.as, around.slugNames)
  const read = readerOf(kind, made, around)
  return (value, faults, isSpare) => {
    const looked = table && !isSpare ? (table[plainText(value)] ?? table['*']) : value
    if (looked === undefined) {
      faults.push(`${name}: the table ${made.table} has no entry for “${short(value)}”`)
      return undefined
    }
    const result = read(shape(looked))
    if (result === undefined) faults.push(`${name}: “${short(looked)}” is no ${wordFor[kind]}`)
    return result
  }
}

const wordFor: Record<TargetKind, string> = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no',
  instant: 'time of this form',
  day: 'day of this form',
}

const short = (value: unknown) => plainText(value).slice(0, 60)

function textShape(as: Made['as'], slugNames: Map<string, string>): (value: unknown) => unknown {
  if (as === 'lower') return (value) => plainText(value).toLowerCase()
  if (as === 'upper') return (value) => plainText(value).toUpperCase()
  if (as !== 'slug') return (value) => value
  const known = new Map<unknown, string>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const slug = slugOf(plainText(value))
    known.set(value, slug)
    slugNames.set(slug, plainText(value))
    return slug
  }
}

const yes = new Set(['true', 'yes', 'y', 't', '1'])
const no = new Set(['false', 'no', 'n', 'f', '0'])

function readerOf(kind: TargetKind, made: Made, around: Surroundings): (value: unknown) => unknown {
  const form = { format: made.format ?? around.times, timeZone: around.timeZone, time: made.time ?? '00:00' }
  if (kind === 'instant') return instantReader(form)
  if (kind === 'day') return dayReader(form)
  if (kind === 'boolean') return asBoolean
  if (kind === 'number') return numberReader(made)
  return (value) => (typeof value === 'string' ? value.trim() : plainText(value))
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = plainText(value).trim().toLowerCase()
  if (yes.has(text)) return true
  return no.has(text) ? false : undefined
}

function numberReader({ minusFrom, times = 1 }: Made): (value: unknown) => number | undefined {
  return (value) => {
    const read = typeof value === 'number' ? value : Number(plainText(value).trim() || Number.NaN)
    if (!Number.isFinite(read)) return undefined
    const scaled = times === 1 ? read : read * times
    // To nine places, so that 1 − 0.1 is 0.9.
    return minusFrom === undefined ? scaled : Math.round((minusFrom - scaled) * 1e9) / 1e9
  }
}
