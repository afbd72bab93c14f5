import * as z from 'zod/mini'

/** A text with `${field}` in it, or a constant. */
const Plain = z.union([z.string(), z.number(), z.boolean()])

export const Condition = z.record(
  z.string(),
  z.union([
    Plain,
    z.array(Plain).check(z.minLength(1)),
    z.strictObject({ not: z.union([Plain, z.array(Plain)]) }),
    z.strictObject({ present: z.boolean() }),
    z.strictObject({ least: z.number() }),
    z.strictObject({ most: z.number() }),
  ]),
)

/** Where a value comes from and what is made of it, in this order. */
const Made = z.strictObject({
  /** A field of the row; `a.b[0]` goes inside, `[-1]` is the last. */
  field: z.optional(z.string()),
  /** A text with fields in it, such as `${ticket}-${seq}`. */
  text: z.optional(z.string()),
  /** The value is there only where this holds. */
  when: z.optional(Condition),
  /** The name of a table, in which the value is looked up. */
  table: z.optional(z.string()),
  as: z.optional(z.enum(['slug', 'lower', 'upper'])),
  /** The form of a time, where it is not the mapping's. */
  format: z.optional(z.string()),
  /** What time of the day a bare day stands for. */
  time: z.optional(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time like 17:00'))),
  /** This less the value. */
  minusFrom: z.optional(z.number()),
  /** The value so many times. */
  times: z.optional(z.number()),
  /** What stands where the value is not known. */
  otherwise: z.optional(Plain),
})

export const Value = z.union([Plain, Made])

export const factNames = ['conversation', 'event', 'suggestion', 'training', 'access', 'exposure', 'grade'] as const
export type FactName = (typeof factNames)[number]

export const MappingForm = z.strictObject({
  import: z.literal(1),
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  format: z.optional(z.enum(['csv', 'ndjson'])),
  delimiter: z.optional(z.string().check(z.minLength(1), z.maxLength(1))),
  /** Texts that mean that nothing is known. */
  empty: z._default(z.array(z.string()), ['']),
  timeZone: z._default(z.string(), 'UTC'),
  times: z._default(z.string(), 'iso'),
  tables: z._default(z.record(z.string(), z.record(z.string(), Plain)), {}),
  leaveOut: z._default(z.array(Condition), []),
  teams: z._default(z.strictObject({ timeZone: z._default(z.string(), 'UTC'), names: z._default(z.record(z.string(), z.string()), {}) }), {
    timeZone: 'UTC',
    names: {},
  }),
  facts: z
    .array(
      z.strictObject({
        as: z.enum(factNames),
        when: z.optional(Condition),
        set: z.record(z.string(), z.union([Value, z.record(z.string(), Value)])),
      }),
    )
    .check(z.minLength(1), z.maxLength(20)),
})

export type Plain = z.infer<typeof Plain>
export type Condition = z.infer<typeof Condition>
export type Made = z.infer<typeof Made>
export type Value = z.infer<typeof Value>
export type MappingForm = z.infer<typeof MappingForm>
