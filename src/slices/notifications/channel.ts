import type * as z from 'zod/mini'
import type { Channel as ChannelShape, channelKinds, eventTypes, Target as TargetShape } from './contract/shapes.ts'
import { type SigningSecret, signingSecret } from './signature.ts'

export type ChannelKind = (typeof channelKinds)[number]
export type EventType = (typeof eventTypes)[number]
export type Target = z.infer<typeof TargetShape>
export type Settings = z.infer<typeof ChannelShape>['settings']

/** What gets us in at the other side. Only the sender reads it; no route answers it. */
export type Secret = { url?: string; routingKey?: string; password?: string; signing?: SigningSecret }

/** A place that messages are sent to, for one team or for the whole organisation. */
export type Channel = {
  id: string
  /** Null for the whole organisation. */
  teamId: string | null
  kind: ChannelKind
  name: string
  settings: Settings
  secret: Secret
  events: EventType[]
  aiAgentId: string | null
  isOn: boolean
  /** Why it is off, when nobody switched it off but we. */
  offBecause: string | null
  restsUntil: Date | null
  /** Failures of the other side in a row. */
  failures: number
  etag: number
}

/** Where PagerDuty takes events; the service in Europe has an address of its own. */
export const pagerdutyUrl = 'https://events.pagerduty.com/v2/enqueue'

/** The part of a target that may be shown. */
export function settingsOf(target: Target): Settings {
  switch (target.kind) {
    case 'slack':
      return { kind: 'slack', host: new URL(target.url).host }
    case 'pagerduty':
      return { kind: 'pagerduty', url: target.url ?? pagerdutyUrl }
    case 'alertmanager':
      return { kind: 'alertmanager', url: target.url, username: target.username ?? null }
    case 'webhook':
      return { kind: 'webhook', url: target.url }
    case 'smtp': {
      const { kind, host, port, security, from } = target
      return { kind, host, port, security, username: target.username ?? null, from }
    }
  }
}

/** The part that may not. `made` is a new signing secret, for webhooks. */
export function secretOf(target: Target, made: string): Secret {
  switch (target.kind) {
    case 'slack':
      return { url: target.url }
    case 'pagerduty':
      return { routingKey: target.routingKey }
    case 'webhook':
      return { signing: signingSecret(made) }
    default:
      return target.password === undefined ? {} : { password: target.password }
  }
}

/** The server behind the settings, and whether what is said to it stays private. */
function placeOf(settings: Settings): string {
  if (settings.kind === 'smtp') return `${settings.host}:${settings.port}/${settings.security}/${settings.username}`
  if (settings.kind === 'alertmanager') return `${new URL(settings.url).origin}/${settings.username}`
  return ''
}

/**
 * The secret after a change of target. A stored password stays only where it was: otherwise whoever may edit a channel could
 * have it sent to a server of theirs. A signing secret is ours and stays.
 */
export function secretAfter(before: Channel, target: Target): Secret {
  const given = secretOf(target, '')
  if (target.kind === 'webhook') return before.secret
  if (target.kind === 'slack' || target.kind === 'pagerduty' || given.password !== undefined) return given
  return placeOf(before.settings) === placeOf(settingsOf(target)) ? before.secret : {}
}

/** What the audit log keeps of a channel, for good: nothing that gets anybody in, so of an address only the server, since the rest may be a key. */
export function channelForAudit({ teamId, kind, name, settings, events, aiAgentId, isOn }: Channel) {
  const kept = 'url' in settings ? { ...settings, url: new URL(settings.url).origin } : settings
  return { teamId, kind, name, settings: kept, events, aiAgentId, isOn }
}

export function channelToWire(channel: Channel): z.infer<typeof ChannelShape> {
  const { id, teamId, kind, name, settings, events, aiAgentId, isOn, offBecause } = channel
  const restsUntil = channel.restsUntil?.toISOString() ?? null
  const hasSecret = Object.keys(channel.secret).length > 0
  return { id, teamId, kind, name, settings, hasSecret, events, aiAgentId, isOn, offBecause, restsUntil, etag: String(channel.etag) }
}
