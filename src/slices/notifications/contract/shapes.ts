import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** The database keeps neither zero bytes nor halves of characters. */
const isStorable = (text: string) => !/[\p{Surrogate}\p{Cc}]/u.test(text)

/** One line of text that a person wrote. */
export const line = (max: number) =>
  z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'use one line, without control characters and broken Unicode'))

const secretText = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.refine(isStorable, 'leave out control characters and broken Unicode'))

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text) || !isStorable(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

/** An address that we post to. What it needs to know of us goes into fields of its own, never into the address. */
export const HttpUrl = z
  .string()
  .check(z.maxLength(2000), z.refine(isHttpUrl, 'write an address like https://example.com/hook, without a name or a password in it'))

export const EmailAddress = z
  .string()
  .check(z.trim(), z.maxLength(254), z.email('write an e-mail address, like name@example.com'), z.refine(isStorable, 'write plain text'))

const HostName = z
  .string()
  .check(
    z.trim(),
    z.maxLength(253),
    z.regex(/^([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/, 'write the name of a host, like mail.example.com'),
  )

export const channelKinds = ['smtp', 'slack', 'pagerduty', 'alertmanager', 'webhook'] as const
export const eventTypes = ['review.resolved', 'exception.opened', 'exception.resolved', 'escalation.raised', 'limit.breached'] as const
export const deliveryStates = ['waiting', 'delivered', 'failed', 'given_up'] as const

export const ChannelKind = z.enum(channelKinds)
export const EventType = z.enum(eventTypes)
export const DeliveryState = z.enum(deliveryStates)

/** How an SMTP server is spoken to: encrypted from the start, encrypted before anything is said, or not at all. */
export const SmtpSecurity = z.enum(['starttls', 'tls', 'none'])

const slack = {
  kind: z.literal('slack'),
  /** The whole address of the incoming webhook; it is a secret and never comes back. */ url: HttpUrl,
}
const pagerduty = {
  kind: z.literal('pagerduty'),
  routingKey: secretText(200),
  /** Left out: PagerDuty's own address. */ url: z.optional(HttpUrl),
}
const alertmanager = {
  kind: z.literal('alertmanager'),
  /** Where Alertmanager is, without /api. */ url: HttpUrl,
  username: z.optional(line(200)),
}
const webhook = { kind: z.literal('webhook'), url: HttpUrl }
const smtp = {
  kind: z.literal('smtp'),
  host: HostName,
  port: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(65_535)), 587),
  security: z._default(SmtpSecurity, 'starttls'),
  username: z.optional(line(320)),
  /** The address that mail comes from. */
  from: EmailAddress,
}

/** Left out: as it is, as long as host or address stay the same. */
const password = z.optional(secretText(1000))

/** Where a channel leads, with what it takes to get in. */
export const Target = z.discriminatedUnion('kind', [
  z.strictObject(slack),
  z.strictObject(pagerduty),
  z.strictObject({ ...alertmanager, password }),
  z.strictObject(webhook),
  z.strictObject({ ...smtp, password }),
])

/** Where a channel leads, without its secrets. */
export const Settings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack'), /** Only the host: the rest of the address is the secret. */ host: z.string() }),
  z.object({ kind: z.literal('pagerduty'), url: z.string() }),
  z.object({ kind: z.literal('alertmanager'), url: z.string(), username: z.nullable(z.string()) }),
  z.object({ kind: z.literal('webhook'), url: z.string() }),
  z.object({
    kind: z.literal('smtp'),
    host: z.string(),
    port: z.int(),
    security: SmtpSecurity,
    username: z.nullable(z.string()),
    from: z.string(),
  }),
])

export const Channel = z.object({
  id: Uuid,
  /** The team that it serves, null for the whole organisation. */
  teamId: z.nullable(Slug),
  kind: ChannelKind,
  name: z.string(),
  settings: Settings,
  /** True when a password, a key or a signing secret is stored. It never comes back. */
  hasSecret: z.boolean(),
  /** The events that a signed webhook is told of. Empty for the other kinds: they carry escalations. */
  events: z.array(EventType),
  /** A signed webhook may be for one AI agent only. */
  aiAgentId: z.nullable(Slug),
  isOn: z.boolean(),
  /** Why it is off, when we switched it off ourselves. */
  offBecause: z.nullable(z.string()),
  /** The other side did not answer: nothing is tried before this time. */
  restsUntil: z.nullable(z.string()),
  etag: z.string(),
})

/** A channel as it was just made: a signing secret is shown here and never again. */
export const MadeChannel = z.object({ ...Channel.shape, secret: z.nullable(z.string()) })

export const Delivery = z.object({
  id: Uuid,
  /** Null for what belongs to no single team, such as the test of a channel of the whole organisation. */
  teamId: z.nullable(Slug),
  channelId: Uuid,
  /** As the channel was called when this was put in line. */
  channelName: z.string(),
  channelKind: ChannelKind,
  /** What it is about, such as `escalation`, `test` or the type of an event. */
  kind: z.string(),
  subject: z.string(),
  state: DeliveryState,
  tries: z.int(),
  /** Null when nothing more is tried. */
  nextTryAt: z.nullable(z.string()),
  /** What the other side answered last: an HTTP status or an SMTP code. */
  lastStatus: z.nullable(z.int()),
  /** What went wrong last, as a sentence. */
  lastProblem: z.nullable(z.string()),
  createdAt: z.string(),
  deliveredAt: z.nullable(z.string()),
  isDrill: z.boolean(),
})
