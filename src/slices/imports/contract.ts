import * as z from 'zod/mini'
import { page, pageInput, route, Uuid } from '#kernel/contract.ts'

const scope = 'imports:write'
const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'write a SHA-256 as 64 hex digits'))
const line = z.int().check(z.minimum(1), z.maximum(2_000_000_000))
const rowsAtOnce = 20_000
/** One line of visible characters. */
const Line = (max: number) => z.string().check(z.regex(new RegExp(`^\\P{C}{1,${max}}$`, 'u'), `use 1 to ${max} visible characters`))

export const Import = z.object({
  id: z.string(),
  /** The file's name, as its importer called it. */
  name: z.string(),
  /** What the mapping says that the file is. */
  title: z.string(),
  state: z.enum(['running', 'finished']),
  /** Rows: read = written + unchanged + rejected + leftOut. */
  read: z.int(),
  /** Rows with a fact that is new or changed what was known. */
  written: z.int(),
  /** Rows of which everything was known. */
  unchanged: z.int(),
  rejected: z.int(),
  /** Rows that the mapping leaves out on purpose. */
  leftOut: z.int(),
  /** How much of the file was read, 0 to 1. */
  share: z.number(),
  beganAt: z.string(),
  changedAt: z.string(),
  finishedAt: z.nullable(z.string()),
})

export const beginImport = route({
  method: 'POST',
  path: '/api/v1/imports',
  scope,
  summary: 'Begin to import a file, or go on with it',
  description:
    'A file and a mapping are known by their digests: the same two are the same import. `read` says where to go on. restart reads a file once more from its first row; facts that are known change nothing.',
  input: z.strictObject({
    name: Line(200),
    title: Line(200),
    fileDigest: Digest,
    mappingDigest: Digest,
    restart: z.optional(z.boolean()),
  }),
  output: Import,
})

const factsAtOnce = 20 * rowsAtOnce
const places = 'write places as whole numbers'
/** Hundreds of thousands of whole numbers, judged at once where their limits are known. */
const Places = z.unknown().check(z.refine(Array.isArray, { error: places, abort: true })) as unknown as z.ZodMiniType<number[]>

/** Facts of one kind by their fields, each value once: most are said by many facts. */
const Facts = z.optional(
  z
    .strictObject({
      /** For each fact the place of its row in `lines`, in their order. */
      of: Places,
      /** By field, those of a group as `group.field`. */
      columns: z.record(
        z.string().check(z.maxLength(100)),
        z.strictObject({
          values: z.array(z.unknown()),
          /** For each fact the place of its value, -1 where it says nothing; left out where all say the first. */
          at: z.optional(Places),
        }),
      ),
    })
    .check(
      z.refine(
        ({ of, columns }) => {
          return of.length <= factsAtOnce && Object.values(columns).every(({ values, at }) => isColumn(values, at, of.length))
        },
        {
          error: 'each column holds one place for each fact, of a value of it or -1',
          abort: true,
        },
      ),
    ),
)

function isColumn(values: readonly unknown[], at: readonly number[] | undefined, facts: number): boolean {
  return at ? at.length === facts && arePlaces(at, values.length) : values.length > 0
}

/** Whether these are places in a list of so many, or -1. */
const arePlaces = (at: readonly number[], count: number) => at.every((place) => Number.isInteger(place) && place >= -1 && place < count)

const areInOrder = (of: readonly number[], rows: number) =>
  arePlaces(of, rows) && of.every((row, place) => row >= (place === 0 ? 0 : (of[place - 1] ?? 0)))

export const importRows = route({
  method: 'POST',
  path: '/api/v1/imports/:import/rows',
  scope,
  summary: 'Import the next rows of a file, up to 20,000 at once',
  description:
    'The facts of the rows come in the forms of conversations, usage and grades, field by field: each value once, and for each fact its place. A row with anything wrong is rejected with its reason, and the others are written; where the file was read to is written with them.',
  input: z.strictObject({
    import: Uuid,
    /** Rows of the file that were read before these: `read` of the import. */
    after: z.int().check(z.minimum(0)),
    rows: z
      .strictObject({
        /** Where each row stands in the file. */
        lines: z.array(line).check(z.maxLength(rowsAtOnce)),
        facts: z.strictObject({ events: Facts, suggestions: Facts, training: Facts, access: Facts, exposure: Facts, grades: Facts }),
      })
      .check(
        z.refine(
          ({ lines, facts }) => Object.values(facts).every((table) => !table || areInOrder(table.of, lines.length)),
          'facts name places of rows, in the order of the rows',
        ),
      ),
    /** Rows that could not be made facts of. */
    rejects: z.optional(z.array(z.strictObject({ line, reason: Line(1000) })).check(z.maxLength(rowsAtOnce))),
    leftOut: z.optional(z.int().check(z.minimum(0), z.maximum(rowsAtOnce))),
    /** How much of the file is read with these rows. */
    share: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
    isLast: z.optional(z.boolean()),
  }),
  output: z.object({ ...Import.shape, rejects: z.array(z.object({ line: z.int(), reason: z.string() })) }),
  bodyLimitBytes: 64 * 1024 * 1024,
})

export const getImport = route({
  method: 'GET',
  path: '/api/v1/imports/:import',
  scope,
  summary: 'How far an import is',
  input: z.object({ import: Uuid }),
  output: Import,
})

export const listImports = route({
  method: 'GET',
  path: '/api/v1/imports',
  scope,
  summary: 'Files that were imported, the newest first',
  input: z.object(pageInput),
  output: page(Import),
})

export const listRejects = route({
  method: 'GET',
  path: '/api/v1/imports/:import/rejects',
  scope,
  summary: 'Rows of a file that could not be used, in their order, each with its line and reason',
  input: z.object({
    ...pageInput,
    import: Uuid,
    after: z.optional(z.coerce.number().check(z.int(), z.minimum(0))),
    limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1000)), 200),
  }),
  output: z.object({ items: z.array(z.object({ line: z.int(), reason: z.string() })), next: z.nullable(z.int()) }),
})
