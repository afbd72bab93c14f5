import * as z from 'zod/mini'
import { Empty, page, pageInput, route, Slug } from '#kernel/contract.ts'
import { getBundle } from './contract/bundle.ts'

export { getBundle }

const Tier = z.enum(['autonomous', 'review', 'human_only'])
const Text = z.string().check(z.minLength(1), z.maxLength(200_000))
/** Why somebody changes something, for everybody who reads the log later. */
const Because = z.string().check(z.minLength(3, 'say why in a few words'), z.maxLength(500))

export const Fault = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  path: z.string(),
  rule: z.optional(z.string()),
  message: z.string(),
  write: z.optional(z.string()),
  warning: z.optional(z.boolean()),
})

const Reason = z.object({ source: z.string(), rule: z.nullable(z.string()), tier: Tier, because: z.string() })

export const ExampleResult = z.object({
  name: z.string(),
  holds: z.boolean(),
  expected: Tier,
  got: Tier,
  reasons: z.array(Reason),
  /** Where an example that does not hold is written, and what came instead. */
  fault: z.optional(Fault),
})

/** A standard in the words of a support person. */
export const Criteria = z.object({
  rules: z.array(z.object({ id: z.string(), tier: Tier, because: z.string(), when: z.string() })),
  otherwise: z.object({ tier: Tier, because: z.string() }),
  inputs: z.array(z.object({ name: z.string(), kind: z.string(), about: z.nullable(z.string()) })),
  parameters: z.array(
    z.object({
      name: z.string(),
      about: z.nullable(z.string()),
      unit: z.nullable(z.string()),
      default: z.number(),
      min: z.number(),
      max: z.number(),
      looser: z.enum(['higher', 'lower']),
    }),
  ),
  requires: z.array(z.string()),
  /** How old the rules may be, in seconds, by which a client answers while the server is away, at most review; null: people only. */
  bundleSecondsMax: z.nullable(z.int()),
})

/** In force, never yet in force, or taken out of force. */
const StandardState = z.enum(['published', 'draft', 'withdrawn'])

export const StandardSummary = z.object({
  id: z.string(),
  title: z.string(),
  state: StandardState,
  published: z.nullable(z.int()),
  latest: z.int(),
  /** The newest version is a draft: it waits to be put in force. */
  hasDraft: z.boolean(),
  /** Values of the newest version that teams may tune. */
  parameters: z.int(),
  tunings: z.int(),
  changedAt: z.iso.datetime(),
})

export const StandardVersion = z.object({
  version: z.int(),
  state: z.enum(['draft', 'published', 'withdrawn']),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  publishedAt: z.nullable(z.iso.datetime()),
})

export const StandardDetail = z.object({
  id: z.string(),
  title: z.string(),
  about: z.nullable(z.string()),
  state: StandardState,
  published: z.nullable(z.int()),
  latest: z.int(),
  hasDraft: z.boolean(),
  /** Text of the newest version, draft or published. */
  text: z.string(),
  /** Text in force, null before the first publication. */
  publishedText: z.nullable(z.string()),
  criteria: Criteria,
  examples: z.array(ExampleResult),
  versions: z.array(StandardVersion),
  etag: z.string(),
})

export const Checked = z.object({
  id: z.nullable(z.string()),
  title: z.nullable(z.string()),
  faults: z.array(Fault),
  examples: z.array(ExampleResult),
  criteria: z.nullable(Criteria),
})

const byId = { id: Slug }
const versionLimits = [z.int(), z.minimum(1), z.maximum(1_000_000)] as const

export const listStandards = route({
  method: 'GET',
  path: '/api/v1/standards',
  scope: 'standards:read',
  summary: 'Standards, by id',
  input: z.object({
    ...pageInput,
    q: z.optional(z.string().check(z.maxLength(100))),
    /** Only these, their ids with commas between them. */
    ids: z.optional(z.string().check(z.maxLength(5000))),
  }),
  output: z.extend(page(StandardSummary), {
    /** How many there are of each state, whatever was searched for. */
    counts: z.object({ published: z.int(), draft: z.int(), withdrawn: z.int() }),
  }),
})

export const getSchema = route({
  method: 'GET',
  path: '/api/v1/standards/schema',
  scope: 'public',
  summary: 'JSON Schema of a standard file, for editors',
  input: Empty,
  output: z.record(z.string(), z.unknown()),
})

export const checkStandard = route({
  method: 'POST',
  path: '/api/v1/standards/check',
  scope: 'standards:read',
  summary: 'Check a standard and its examples without storing anything',
  input: z.strictObject({ text: Text, file: z.optional(z.string().check(z.maxLength(300))) }),
  output: Checked,
})

export const getStandard = route({
  method: 'GET',
  path: '/api/v1/standards/:id',
  scope: 'standards:read',
  summary: 'One standard: criteria in words, text, versions, examples',
  input: z.object(byId),
  output: StandardDetail,
})

export const getVersion = route({
  method: 'GET',
  path: '/api/v1/standards/:id/versions/:version',
  scope: 'standards:read',
  summary: 'The text of one version of a standard',
  input: z.object({ ...byId, version: z.coerce.number().check(...versionLimits) }),
  output: z.object({ ...StandardVersion.shape, id: z.string(), text: z.string() }),
})

export const saveDraft = route({
  method: 'PUT',
  path: '/api/v1/standards/:id/draft',
  scope: 'standards:write',
  summary: 'Save a draft of a standard',
  description:
    'Needs If-Match with the ETag of the standard, except for the first version of a new one. A draft may have faults; it is not in force.',
  input: z.strictObject({ ...byId, text: Text, reason: Because }),
  output: StandardDetail,
})

export const publish = route({
  method: 'POST',
  path: '/api/v1/standards/:id/publication',
  scope: 'standards:write',
  summary: 'Put a version in force',
  description:
    'Refused while the text has faults or an example does not hold. In force on every node before the next decision. Needs If-Match.',
  input: z.strictObject({ ...byId, version: z.number().check(...versionLimits), reason: Because }),
  output: StandardDetail,
})

export const withdraw = route({
  method: 'POST',
  path: '/api/v1/standards/:id/withdrawal',
  scope: 'standards:write',
  summary: 'Take a standard out of force: its decisions become people only',
  input: z.strictObject({ ...byId, reason: Because }),
  output: StandardDetail,
})

export const apply = route({
  method: 'POST',
  path: '/api/v1/standards/apply',
  scope: 'standards:write',
  summary: 'Publish a standard from a file; nothing happens when that text is in force already',
  input: z.strictObject({
    text: Text,
    reason: Because,
    file: z.optional(z.string().check(z.maxLength(300))),
    /** The version that the file was made from; refused when another one is newest. */
    basedOn: z.optional(z.number().check(...versionLimits)),
  }),
  output: z.object({ id: z.string(), version: z.int(), change: z.enum(['created', 'published', 'unchanged']) }),
})

const TuningRule = z.strictObject({
  id: Slug,
  when: z.string().check(z.minLength(1), z.maxLength(2000)),
  tier: z.enum(['review', 'human_only']),
  because: z.string().check(z.minLength(1), z.maxLength(500)),
})

export const TuningDocument = z.strictObject({
  values: z._default(z.record(z.string(), z.number()), {}),
  rules: z._default(z.array(TuningRule).check(z.maxLength(50)), []),
})

export const Tuning = z.object({
  team: z.string(),
  standard: z.string(),
  version: z.int(),
  values: z.record(z.string(), z.number()),
  rules: z.array(z.object({ id: z.string(), when: z.string(), tier: Tier, because: z.string() })),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  etag: z.string(),
})

export const listTunings = route({
  method: 'GET',
  path: '/api/v1/standards/:id/tunings',
  scope: 'standards:read',
  summary: 'What each team that you may see has set inside the bounds of a standard',
  input: z.object({ ...byId, ...pageInput }),
  output: page(Tuning),
})

const byTeam = { team: Slug, id: Slug }

export const tune = route({
  method: 'PUT',
  path: '/api/v1/teams/:team/standards/:id/tuning',
  scope: 'tuning:write',
  summary: "Set a team's own values and extra rules",
  description: 'Values stay inside the bounds; extra rules can only restrict. Needs If-Match when the team has a tuning already.',
  input: z.strictObject({ ...byTeam, ...TuningDocument.shape, reason: Because }),
  output: Tuning,
})

export const untune = route({
  method: 'POST',
  path: '/api/v1/teams/:team/standards/:id/tuning/removal',
  scope: 'tuning:write',
  summary: 'Go back to the values of the standard',
  input: z.strictObject({ ...byTeam, reason: Because }),
  output: z.object({ team: z.string(), standard: z.string() }),
})

export const policyRoutes = [
  listStandards,
  getSchema,
  checkStandard,
  getStandard,
  getVersion,
  saveDraft,
  publish,
  withdraw,
  apply,
  listTunings,
  tune,
  untune,
  getBundle,
]
