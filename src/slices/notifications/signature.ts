import { createHmac } from 'node:crypto'

/**
 * The secrets that a webhook is signed with: the current one and, for a while after it was changed, the one before.
 * Form and signature are those of Standard Webhooks 1.0.0 (standardwebhooks.com): `whsec_` and base64 of 24 to 64 bytes.
 */
export type SigningSecret = { current: string; older?: string; olderUntil?: string }

const prefix = 'whsec_'
export const secretBytes = 32
export const rotationHours = 24

export function secretFrom(bytes: Buffer): string {
  return `${prefix}${bytes.toString('base64')}`
}

export function signingSecret(current: string): SigningSecret {
  return { current }
}

/** The new secret in the place of the current one, which goes on signing for a day. Of three at once the oldest ends. */
export function rotated(before: SigningSecret | undefined, made: string, now: Date): SigningSecret {
  if (!before) return signingSecret(made)
  return { current: made, older: before.current, olderUntil: new Date(now.getTime() + rotationHours * 3_600_000).toISOString() }
}

/** The headers that let the receiver check who sent the body, and that it is neither changed nor old. */
export function signedHeaders(secret: SigningSecret, { id, body, now }: { id: string; body: string; now: Date }) {
  const seconds = String(Math.floor(now.getTime() / 1000))
  const isOlderCurrent = secret.older !== undefined && secret.olderUntil !== undefined && new Date(secret.olderUntil) > now
  const secrets = isOlderCurrent ? [secret.current, secret.older as string] : [secret.current]
  const signatures = secrets.map((each) => `v1,${sign(each, `${id}.${seconds}.${body}`)}`)
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  return createHmac('sha256', key).update(content).digest('base64')
}
