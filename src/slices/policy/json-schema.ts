import * as z from 'zod/mini'
import { weekdays } from './standard.ts'
import { tiers } from './tier.ts'

/** Greatest sizes of a standard. Together with the cost limit of its rules they bound the work of one decision. */
export const limits = { inputs: 100, parameters: 50, rules: 200, examples: 200, choices: 200, textLength: 500 } as const

/** Greatest magnitude of a number in a standard or in an input: the whole numbers below it are exact, also in hundredths. */
export const numberMax = 1e13

/** How old the rules of a client may ever be: a day, in seconds. What happened since then would be too much to answer by them. */
const bundleSecondsMax = 86_400

const text = (meaning: string) => z.string().check(z.minLength(1), z.maxLength(limits.textLength), z.describe(meaning))
const anyNumber = z.number().check(z.minimum(-numberMax), z.maximum(numberMax))
const tier = z.enum(tiers).check(z.describe('human_only: people only. review: with review. autonomous: on its own.'))
const name = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9_]{0,63}$/, 'Start with a small letter, then use small letters, digits and underscores.'))
const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'Use 1 to 64 small letters, digits, dots, dashes or underscores.'))
const ruleId = slug.check(z.describe('Names the rule in reasons; unique in this standard.'))
const because = text('Why, in one plain sentence for a support person. {parameter} stands for its value with its unit.')
const when = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(2000),
    z.describe('A CEL condition over inputs, parameters, confidence, local_hour and local_weekday.'),
  )

const money = {
  type: z.literal('money'),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'Use a currency code of three capital letters, such as USD.')),
}
const number = { type: z.literal('number'), unit: z.optional(text('What is counted, such as hours.')) }
const count = { type: z.literal('count'), unit: z.optional(text('What is counted, such as bags.')) }
const about = z.optional(text('What it means, in a few words.'))

const choices = z
  .array(z.string().check(z.minLength(1), z.maxLength(100)))
  .check(z.minLength(1), z.maxLength(limits.choices), z.describe('Every value that is allowed.'))

const input = z.discriminatedUnion('type', [
  z.strictObject({ ...money, about }),
  z.strictObject({ ...number, about }),
  z.strictObject({ ...count, about }),
  z.strictObject({ type: z.literal('choice'), of: choices, about }),
  z.strictObject({ type: z.literal('flag'), about }),
  z.strictObject({ type: z.literal('text'), about }),
  z.strictObject({ type: z.literal('texts'), about }),
  z.strictObject({ type: z.literal('time'), about }),
])

const bounds = {
  default: anyNumber,
  min: anyNumber,
  max: anyNumber,
  looser: z.enum(['higher', 'lower']).check(z.describe('Which way gives the AI agent more freedom.')),
  about,
}
const parameter = z.discriminatedUnion('type', [
  z.strictObject({ ...money, ...bounds }),
  z.strictObject({ ...number, ...bounds }),
  z.strictObject({ ...count, ...bounds }),
])

const rule = z.strictObject({ id: ruleId, when, tier, because })
const teamTier = z.enum(['human_only', 'review']).check(z.describe('A team rule can only restrict.'))
const teamRule = z.strictObject({ id: ruleId, when, tier: teamTier, because })

/** What one team may set inside the bounds of a standard. */
export const tuningShape = z.strictObject({
  values: z.optional(z.record(name, anyNumber)),
  rules: z.optional(z.array(teamRule).check(z.maxLength(limits.rules))),
})

const expectation = z.strictObject({
  tier,
  rules: z.optional(z.array(ruleId).check(z.describe('Rules that must be among those that matched.'))),
})

const example = z.strictObject({
  name: text('What happens in this case.'),
  inputs: z._default(z.record(z.string(), z.unknown()), {}),
  confidence: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  knowledge: z.optional(z.boolean().check(z.describe('Whether knowledge references were given.'))),
  access: z.optional(z.boolean().check(z.describe('Whether an access grant was given.'))),
  local_hour: z.optional(z.number().check(z.minimum(0), z.maximum(23))),
  local_weekday: z.optional(z.enum(weekdays)),
  team: z.optional(tuningShape),
  expect: expectation,
})

const requires = z.strictObject({
  confidence: z.optional(z.boolean()),
  knowledge: z.optional(z.boolean()),
  access: z.optional(z.boolean()),
})

/** The shape of a standard's file. What it cannot say (clashing names, types in rules) is checked when the standard is compiled. */
export const standardShape = z.strictObject({
  standard: slug.check(z.describe('The decision type that this standard is for.')),
  title: text('A short name for people.'),
  about: z.optional(z.string().check(z.maxLength(2000), z.describe('One or two plain sentences.'))),
  inputs: z._default(z.record(name, input), {}).check(z.describe('What the AI agent must give; missing or wrong means people only.')),
  parameters: z._default(z.record(name, parameter), {}).check(z.describe('What a team may tune, and how far.')),
  requires: z._default(requires, {}).check(z.describe('What must be given besides the inputs.')),
  rules: z
    ._default(z.array(rule).check(z.maxLength(limits.rules)), [])
    .check(z.describe('The most restrictive rule that matches decides.')),
  otherwise: z.optional(z.strictObject({ tier, because }).check(z.describe('Where no rule matches; left out: people only.'))),
  bundle_seconds_max: z.optional(
    z
      .int()
      .check(
        z.minimum(1),
        z.maximum(bundleSecondsMax),
        z.describe(
          'How old the rules may be, in seconds, by which the client answers while Pilotage is away, at most with review. Longer is looser. Left out: people only.',
        ),
      ),
  ),
  examples: z._default(z.array(example).check(z.maxLength(limits.examples)), []).check(z.describe('Cases that must hold.')),
})

/** JSON Schema 2020-12 of a standard's file, for editors. */
export const standardJsonSchema: Record<string, unknown> = {
  title: 'Pilotage standard',
  description: 'What an AI agent may do on its own, with review, or not at all, for one decision type.',
  ...z.toJSONSchema(standardShape, { io: 'input', target: 'draft-2020-12' }),
}
