import { createHash } from 'node:crypto'

const hourMs = 3_600_000
export const setupLinkHours = 24
export const invitationDays = 7

/** A secret that works once: shown in a link, stored as a hash. */
export type OneTimeToken = { token: string; hash: Buffer; expiresAt: Date }

export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Makes a token of 256 bits that ends after some hours. */
export function oneTimeToken(bytes: Buffer, now: Date, hours: number): OneTimeToken {
  const token = bytes.toString('base64url')
  return { token, hash: hashLinkToken(token), expiresAt: new Date(now.getTime() + hours * hourMs) }
}

/** The token stands behind `#`: browsers send that part to nobody, so it is in no log and no referrer. */
export function setupLink(baseUrl: string, token: string): string {
  return `${baseUrl}/setup#${token}`
}

export function invitationLink(baseUrl: string, token: string): string {
  return `${baseUrl}/invitation#${token}`
}
