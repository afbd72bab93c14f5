import type * as z from 'zod/mini'

/** What a schema is made of, as far as making up input needs to know. */
export type Shape =
  | { kind: 'object'; fields: Record<string, z.ZodMiniType>; isStrict: boolean }
  | { kind: 'array'; item: z.ZodMiniType; min: number; max: number }
  | { kind: 'union'; options: z.ZodMiniType[] }
  | { kind: 'optional' | 'nullable'; inner: z.ZodMiniType }
  | { kind: 'string'; pattern?: RegExp; min: number; max: number }
  | { kind: 'number'; isInt: boolean; min: number; max: number }
  | { kind: 'choice'; values: (string | number)[] }
  | { kind: 'record'; value: z.ZodMiniType; keys: string[] }
  | { kind: 'boolean' | 'unknown' }

type Def = {
  type: string
  shape: Record<string, z.ZodMiniType>
  catchall?: { _zod: { def: Def } }
  element: z.ZodMiniType
  innerType: z.ZodMiniType
  options: z.ZodMiniType[]
  entries: Record<string, string>
  values: (string | number)[]
  keyType: z.ZodMiniType
  valueType: z.ZodMiniType
  checks?: { _zod: { def: Check } }[]
}

type Check = { check: string; minimum?: number; maximum?: number; value?: number; pattern?: RegExp; format?: string }

const defOf = (schema: z.ZodMiniType) => schema._zod.def as unknown as Def

/** The limits that stand on a schema: its own format, then each of its checks. */
function limitsOf(def: Def) {
  const checks = [def, ...(def.checks ?? []).map((check) => check._zod.def)] as Check[]
  const last = <T>(values: (T | undefined)[]) => values.filter((value) => value !== undefined).at(-1)
  const of = (name: string) => checks.filter((check) => check.check === name)
  return {
    minLength: last(of('min_length').map((check) => check.minimum)),
    maxLength: last(of('max_length').map((check) => check.maximum)),
    min: last(of('greater_than').map((check) => check.value)),
    max: last(of('less_than').map((check) => check.value)),
    pattern: last(checks.map((check) => check.pattern)),
    isInt: checks.some((check) => check.format?.includes('int')),
  }
}

/** Reads a schema, or throws at a kind that no contract used until now: then it is time to teach it here. */
export function shapeOf(schema: z.ZodMiniType): Shape {
  const def = defOf(schema)
  const limits = limitsOf(def)
  switch (def.type) {
    case 'object':
      return { kind: 'object', fields: def.shape, isStrict: def.catchall?._zod.def.type === 'never' }
    case 'array':
      return { kind: 'array', item: def.element, min: limits.minLength ?? 0, max: limits.maxLength ?? 1000 }
    case 'union':
      return { kind: 'union', options: def.options }
    case 'optional':
    case 'default':
      return { kind: 'optional', inner: def.innerType }
    case 'nullable':
      return { kind: 'nullable', inner: def.innerType }
    case 'string':
      return { kind: 'string', pattern: limits.pattern, min: limits.minLength ?? 0, max: limits.maxLength ?? 5000 }
    case 'number':
      return { kind: 'number', isInt: limits.isInt, min: limits.min ?? -1e308, max: limits.max ?? 1e308 }
    case 'enum':
      return { kind: 'choice', values: Object.values(def.entries) }
    case 'literal':
      return { kind: 'choice', values: def.values }
    case 'record':
      // Keys of a closed set must all be there.
      return { kind: 'record', value: def.valueType, keys: Object.values(defOf(def.keyType).entries ?? {}) }
    case 'pipe':
      return { kind: 'choice', values: ['true', 'false'] }
    case 'boolean':
    case 'unknown':
      return { kind: def.type }
    default:
      throw new Error(`No input can be made up for a schema of type ${def.type} yet.`)
  }
}
