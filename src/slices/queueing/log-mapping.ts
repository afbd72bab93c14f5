import { parse } from 'yaml'
import * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'

const Field = z.string().check(z.minLength(1), z.maxLength(100))

/** Which fields of a log say what. Written as YAML and kept beside the log. */
const LogMapping = z.strictObject({
  name: Field,
  /** Where the log comes from, with its licence. */
  source: z.string().check(z.minLength(1), z.maxLength(1000)),
  counts: z.enum(['tickets', 'exceptions']),
  /** Weekdays and hours of the profile are those of this zone. */
  timeZone: Field,
  /** Rows with the same value are one arrival; the first row of each counts. */
  ticket: Field,
  arrivedAt: Field,
  /** Only rows whose fields have these values. */
  where: z.optional(z.record(Field, z.union([z.string(), z.number(), z.boolean()]))),
  /** First and last day that are whole; a log often runs thin at its ends. */
  from: z.iso.date(),
  until: z.iso.date(),
  /** `elapsed` from one time to another is not handling time. `handling` names a field with minutes of work. */
  handling: z.optional(
    z.union([
      z.strictObject({ kind: z.literal('elapsed'), from: Field, to: Field }),
      z.strictObject({ kind: z.literal('handling'), minutes: Field }),
    ]),
  ),
  exceptionRate: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
})
export type LogMapping = z.infer<typeof LogMapping>

/** Reads a mapping file, or says what is wrong in it. */
export function readMapping(text: string): LogMapping {
  const found = LogMapping.safeParse(tryParse(text))
  if (found.success) return found.data
  const faults = found.error.issues.map((issue) => ({ path: issue.path.join('.') || 'file', message: issue.message }))
  throw new AppError('invalid', 'This mapping cannot be used.', { faults, next: 'docs/capacity.md describes every field of it.' })
}

function tryParse(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new AppError('invalid', `This mapping is no YAML: ${(error as Error).message}`, { next: 'Correct it and import again.' })
  }
}
