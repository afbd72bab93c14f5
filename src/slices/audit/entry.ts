import { createHash } from 'node:crypto'
import type { AuditEntry } from '#kernel/verb.ts'

/** One line of the audit log as it is stored. */
export type StoredEntry = {
  id: string
  at: Date
  actorKind: string
  actor: string
  action: string
  subject: string
  entry: string
  detail: string
  salt: Buffer
}

/**
 * Writes an audit entry down. The entry text is canonical JSON (RFC 8785: keys sorted, no spaces) and names the actor by
 * pseudonym; what changed stands beside it, bound by SHA-256(salt || detail), so that erasing it later breaks no proof.
 */
export function writeDown(entry: AuditEntry, made: { id: string; salt: Buffer }): StoredEntry {
  const detail = JSON.stringify({ before: entry.before ?? null, after: entry.after ?? null, reason: entry.reason ?? null })
  const actor = entry.actor.pseudonym
  const text = JSON.stringify({
    action: entry.action,
    actor,
    at: entry.at.toISOString(),
    detailHash: createHash('sha256').update(made.salt).update(detail).digest('hex'),
    id: made.id,
    kind: 'audit',
    subject: entry.subject,
    v: 1,
  })
  return {
    id: made.id,
    at: entry.at,
    actorKind: entry.actor.kind,
    actor,
    action: entry.action,
    subject: entry.subject,
    entry: text,
    detail,
    salt: made.salt,
  }
}
