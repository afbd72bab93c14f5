import type { Channel } from './channel.ts'
import type { Attempt } from './delivery.ts'
import { cut, labelled, noTeam } from './message.ts'
import { signedHeaders } from './signature.ts'

/** What is posted to an HTTP target. */
export type Post = { url: string; headers: Record<string, string>; body: string }

/** The request for one attempt at a channel; `source` names this installation. */
export function postFor(channel: Channel, attempt: Attempt, { now, source }: { now: Date; source: string }): Post {
  const { settings, secret } = channel
  switch (settings.kind) {
    case 'slack':
      return json(secret.url ?? '', slackBody(attempt))
    case 'pagerduty':
      return json(settings.url, pagerdutyBody(attempt, { routingKey: secret.routingKey ?? '', source }))
    case 'alertmanager': {
      const post = json(`${settings.url.replace(/\/+$/, '')}/api/v2/alerts`, alertmanagerBody(attempt, now))
      return { ...post, headers: { ...post.headers, ...authorization(settings.username, secret.password) } }
    }
    case 'webhook':
      return webhookPost(settings.url, attempt, { secret, now })
    default:
      throw new Error(`A channel of kind ${settings.kind} takes no posts.`)
  }
}

function json(url: string, body: unknown): Post {
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** A name and a password are basic, a password alone is a bearer token. */
function authorization(username: string | null, password: string | undefined): Record<string, string> {
  if (password === undefined) return {}
  if (username === null) return { authorization: `Bearer ${password}` }
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** Slack reads these three as markup; everything that we say is plain text. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const buttonWords = { trigger: 'Look and answer', acknowledge: 'Look', resolve: 'Look' } as const

/** The limits are those of Slack's blocks: 150 characters in a header, 3000 in a section. */
export function slackBody(attempt: Attempt) {
  const { subject, text } = labelled({ ...attempt, text: attempt.message.text })
  const { link, action } = attempt.message
  const button = { type: 'button', text: { type: 'plain_text', text: buttonWords[action] }, url: link }
  return {
    // Cut before it is made safe: half of an &amp; would be shown as it is.
    text: plain(cut(subject, 300)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(subject, 150) } },
      { type: 'section', text: { type: 'mrkdwn', text: plain(cut(text, 580)), verbatim: true } },
      ...(link === undefined ? [] : [{ type: 'actions', elements: [button] }]),
    ],
  }
}

const pagerdutySeverities = { critical: 'critical', high: 'error', normal: 'warning' } as const

/** PagerDuty Events API v2: summary at most 1024 characters, dedup_key at most 255. */
export function pagerdutyBody(attempt: Attempt, { routingKey, source }: { routingKey: string; source: string }) {
  const { message, teamId, isDrill, kind } = attempt
  const about = { routing_key: routingKey, event_action: message.action, dedup_key: cut(message.dedupKey, 255) }
  if (message.action !== 'trigger') return about
  const { subject, text } = labelled({ ...attempt, text: message.text })
  return {
    ...about,
    client: 'Pilotage',
    links: message.link === undefined ? [] : [{ href: message.link, text: 'Look and answer' }],
    payload: {
      summary: cut(subject, 1024),
      source,
      severity: pagerdutySeverities[message.severity],
      timestamp: message.at,
      class: kind,
      group: teamId === noTeam ? 'all teams' : teamId,
      custom_details: { text: cut(text, 4000), drill: isDrill },
    },
  }
}

/** How long an alert stands when nobody ends it. Without an end Alertmanager would take it for over after five minutes. */
const alertHours = 24

/** Alertmanager knows an alert by its labels, so they hold what stays the same from its beginning to its end, and nothing else. */
export function alertmanagerBody(attempt: Attempt, now: Date) {
  const { message, teamId, isDrill } = attempt
  const { subject, text } = labelled({ ...attempt, text: message.text })
  const startsAt = new Date(message.at)
  const endsAt = message.action === 'resolve' ? now : new Date(startsAt.getTime() + alertHours * 3_600_000)
  return [
    {
      labels: {
        alertname: 'PilotageEscalation',
        team: teamId === noTeam ? 'all' : teamId,
        severity: message.severity,
        matter: message.dedupKey,
        drill: String(isDrill),
      },
      annotations: { summary: cut(subject, 1024), description: cut(text, 4000), ...(message.link && { link: message.link }) },
      ...(message.action === 'trigger' && { startsAt: startsAt.toISOString() }),
      endsAt: endsAt.toISOString(),
      generatorURL: message.link ? new URL(message.link).origin : '',
    },
  ]
}

/** Standard Webhooks: a thin body of type, timestamp and data, with the same id at every try. */
function webhookPost(url: string, attempt: Attempt, { secret, now }: { secret: Channel['secret']; now: Date }): Post {
  const { message, kind, id, teamId, isDrill } = attempt
  const { subject, text } = labelled({ ...attempt, text: message.text })
  const { severity, dedupKey, action, link } = message
  const data = { team: teamId === noTeam ? null : teamId, subject, text, severity, action, dedupKey, link: link ?? null, isDrill }
  const body = JSON.stringify(message.payload ?? { type: kind, timestamp: message.at, data })
  const headers = secret.signing ? signedHeaders(secret.signing, { id, body, now }) : {}
  return { url, headers: { 'content-type': 'application/json', ...headers }, body }
}
