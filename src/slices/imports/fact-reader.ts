import type * as z from 'zod/mini'
import type { Column, FactTable } from './columns.ts'

type Columns = FactTable['columns']

/** Reads the fact at a place; undefined where something is wrong with it. */
export type ReadFact = (place: number) => object | undefined

/**
 * Reads facts from columns. Each value is judged once by the schema of its field and by `isRefused`, however many facts say it; only what
 * a schema says of several fields together is judged fact by fact.
 */
export function factReader(schema: z.ZodMiniType, columns: Columns, isRefused: (name: string, value: unknown) => boolean): ReadFact {
  const form = formOf(schema)
  const known = new Set(Object.entries(form.fields).flatMap(([name, { group }]) => (group ? partsOf(name, group) : [name])))
  const strange = Object.keys(columns).filter((name) => !known.has(name))
  const fields = Object.entries(form.fields).map(([name, field]) => compile(name, field, { columns, isRefused }))
  return (place) => {
    if (strange.some((name) => hasAt(columns[name], place))) return undefined
    const fact: Record<string, unknown> = {}
    for (const { name, isRequired, read } of fields) {
      const value = read(place)
      if (value === bad || (value === undefined && isRequired)) return undefined
      fact[name] = value
    }
    return form.hasRules ? parsed(schema, fact) : fact
  }
}

function parsed(schema: z.ZodMiniType, fact: object): object | undefined {
  const { success, data } = schema.safeParse(fact)
  return success ? (data as object) : undefined
}

/** A fact as it was told, good or bad. */
export function toldFact(columns: Columns, place: number): Record<string, unknown> {
  const fact: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(columns)) {
    if (!hasAt(column, place)) continue
    const value = column.values[column.at ? (column.at[place] ?? -1) : 0]
    const [group = '', part] = name.split('.', 2)
    if (part === undefined) fact[name] = value
    else fact[group] = { ...(Object.hasOwn(fact, group) ? (fact[group] as object) : {}), [part]: value }
  }
  return fact
}

const hasAt = (column: Column | undefined, place: number) => column !== undefined && (column.at?.[place] ?? 0) >= 0

const bad = Symbol('not of the form')

type Compiled = { name: string; isRequired: boolean; read(place: number): unknown }
type Around = { columns: Columns; isRefused(name: string, value: unknown): boolean }

function compile(name: string, { schema, isRequired, group }: Field, around: Around): Compiled {
  if (!group) return { name, isRequired, read: columnReader(around.columns[name], schema, (value) => around.isRefused(name, value)) }
  const parts = Object.entries(group.fields).map(([part, field]) => ({
    ...field,
    part,
    read: columnReader(around.columns[`${name}.${part}`], field.schema, () => false),
  }))
  return {
    name,
    isRequired,
    read(place) {
      const whole: Record<string, unknown> = {}
      let isThere = false
      for (const { part, read } of parts) {
        const value = read(place)
        if (value === bad) return bad
        whole[part] = value
        isThere ||= value !== undefined
      }
      if (!isThere) return undefined
      return parts.some((each) => each.isRequired && whole[each.part] === undefined) ? bad : whole
    },
  }
}

function columnReader(column: Column | undefined, schema: z.ZodMiniType, isRefused: (value: unknown) => boolean): Compiled['read'] {
  if (!column) return () => undefined
  const judged = column.values.map((value) => {
    const { success, data } = schema.safeParse(value)
    return success && !isRefused(data) ? data : bad
  })
  const { at } = column
  if (!at) return () => judged[0]
  return (place) => {
    const of = at[place] as number
    return of < 0 ? undefined : judged[of]
  }
}

type Field = { schema: z.ZodMiniType; isRequired: boolean; group?: Form }
type Form = { fields: Record<string, Field>; hasRules: boolean }

type Def = { type: string; shape?: Record<string, z.ZodMiniType>; innerType?: z.ZodMiniType; checks?: readonly unknown[] }

const defOf = (schema: z.ZodMiniType) => schema._zod.def as unknown as Def

/** The fields of an object and of its groups, and whether anything is said of several fields together. */
function formOf(schema: z.ZodMiniType): Form {
  const { shape = {}, checks } = defOf(schema)
  const fields = Object.entries(shape).map(([name, field]): [string, Field] => {
    const isRequired = field._zod.optin !== 'optional'
    const inner = defOf(field).type === 'optional' ? (defOf(field).innerType as z.ZodMiniType) : field
    return [name, { schema: field, isRequired, ...(defOf(inner).type === 'object' && { group: formOf(inner) }) }]
  })
  const hasRules = (checks?.length ?? 0) > 0 || fields.some(([, { group }]) => group?.hasRules)
  return { fields: Object.fromEntries(fields), hasRules }
}

const partsOf = (name: string, group: Form) => Object.keys(group.fields).map((part) => `${name}.${part}`)
