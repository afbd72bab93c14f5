import type { Queryable, Tx } from '#kernel/db.ts'
import type { OneTimeToken } from '../link.ts'

/** Puts a new set-up link in the place of the old one. False when the installation is set up already. */
export async function putSetupLink(tx: Tx, link: OneTimeToken, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into setup_link (hash, made_at, expires_at) values ($1, $2, $3)
     on conflict (is_only) do update set hash = excluded.hash, made_at = excluded.made_at, expires_at = excluded.expires_at
      where setup_link.used_at is null
     returning is_only`,
    [link.hash, now, link.expiresAt],
  )
  return rows.length === 1
}

export async function isSetupLinkOpen(db: Queryable, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await db.query('select 1 from setup_link l where l.hash = $1 and l.used_at is null and l.expires_at > $2', [hash, now])
  return rows.length === 1
}

/** Uses the link. Of two at once the second waits for the first and gets false. */
export async function spendSetupLink(tx: Tx, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await tx.query(
    'update setup_link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning is_only',
    [hash, now],
  )
  return rows.length === 1
}

/** Puts a new invitation in the place of an older one of the same person. */
export async function putInvitation(tx: Tx, personId: string, link: OneTimeToken): Promise<void> {
  await tx.query(
    `insert into invitation (person_id, hash, expires_at) values ($1, $2, $3)
     on conflict (person_id) do update set hash = excluded.hash, expires_at = excluded.expires_at, used_at = null`,
    [personId, link.hash, link.expiresAt],
  )
}

export async function invitedPerson(db: Queryable, hash: Buffer, now: Date): Promise<string | undefined> {
  const [row] = await db.query<{ person_id: string }>(
    'select i.person_id from invitation i where i.hash = $1 and i.used_at is null and i.expires_at > $2',
    [hash, now],
  )
  return row?.person_id
}

/** Uses the invitation. Of two at once the second gets false. */
export async function spendInvitation(tx: Tx, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await tx.query(
    'update invitation set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning person_id',
    [hash, now],
  )
  return rows.length === 1
}

export async function endInvitation(tx: Tx, personId: string): Promise<void> {
  await tx.query('delete from invitation where person_id = $1', [personId])
}

/** Sets or replaces the password hash by which somebody signs in. */
export async function putPassword(tx: Tx, account: { id: string; personId: string; passwordHash: string }, now: Date): Promise<void> {
  await tx.query(
    `insert into account (id, user_id, account_id, provider_id, password, created_at, updated_at)
     values ($1, $2::uuid, ($2::uuid)::text, 'credential', $3, $4, $4)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at`,
    [account.id, account.personId, account.passwordHash, now],
  )
}

export async function endSession(tx: Tx, token: string): Promise<void> {
  await tx.query('delete from session where token = $1', [token])
}

export async function endSessionsOf(tx: Tx, personId: string): Promise<void> {
  await tx.query('delete from session where user_id = $1', [personId])
}

/** Forgets sessions that ended. */
export async function forgetOldSessions(db: Queryable, now: Date): Promise<void> {
  await db.query('delete from session where expires_at < $1', [now])
}

/** The secret of this installation; the one given is kept when there is none yet. */
export async function keepSessionSecret(db: Queryable, made: string): Promise<string> {
  await db.query('insert into session_secret (secret) values ($1) on conflict (is_only) do nothing', [made])
  const [row] = await db.query<{ secret: string }>('select secret from session_secret')
  return row?.secret ?? made
}
