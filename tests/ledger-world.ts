import { readFileSync } from 'node:fs'
import type { Db, Tx } from '#kernel/db.ts'
import { appendLeaves, tableSource } from '#slices/audit/ledger/index.ts'
import { canonicalText } from '../src/slices/audit/ledger/entry.ts'
import { ed25519Signer } from '../src/slices/audit/ledger/signer.ts'
import { freshDatabase } from './database.ts'

/** A test key, never for use. */
export const signer = ed25519Signer('pilotage.test/log', Buffer.alloc(32, 1))

export const sources = [tableSource('audit', 'demo_audit'), tableSource('decision', 'demo_decision')]

const ledgerTables = readFileSync(new URL('../src/slices/audit/migrations/0003-ledger.sql', import.meta.url), 'utf8')

const demoTables = ['demo_audit', 'demo_decision']
  .map(
    (table) => `create table ${table} (seq bigint primary key, entry text not null);
      create table ${table}_head (seq bigint not null);
      insert into ${table}_head values (0);`,
  )
  .join('\n')

async function migrate(db: Db): Promise<void> {
  await db.query(ledgerTables)
  await db.query(demoTables)
}

/** A database with the ledger and two sources whose rows are numbered as those of the product: under a row lock, in the order of commits. */
export async function ledgerWorld() {
  const database = await freshDatabase(migrate, { key: ledgerTables + demoTables, poolSize: 12 })
  const { db } = database
  return {
    db,
    drop: database.drop,
    /** Records rows in one transaction. */
    record: (source: 'audit' | 'decision', count = 1) => db.tx((tx) => recordRows(tx, source, count)),
    append: (options: { now?: Date; leafLimit?: number; by?: typeof signer } = {}) =>
      db.tx((tx) =>
        appendLeaves(tx, sources, {
          signer: options.by ?? signer,
          now: options.now ?? new Date('2026-01-05T09:00:00Z'),
          leafLimit: options.leafLimit,
        }),
      ),
  }
}

export async function recordRows(tx: Tx, source: string, count: number): Promise<void> {
  const [head] = await tx.query<{ seq: number }>(`update demo_${source}_head set seq = seq + $1 returning seq`, [count])
  const first = (head?.seq ?? 0) - count + 1
  const entries = Array.from({ length: count }, (_, i) =>
    canonicalText({ id: `${source}-${first + i}`, kind: source, why: 'größer 😀 "so"', v: 1 }),
  )
  await tx.query(
    `insert into demo_${source} (seq, entry) select $1::bigint + o - 1, e from unnest($2::text[]) with ordinality as x (e, o)`,
    [first, entries],
  )
}

/** All that a stream gives, in one piece. */
export async function textOf(stream: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of stream) text += piece
  return text
}

/** Bytes as a file or a network gives them. */
export async function* pieces(bytes: Buffer, size = 1000): AsyncIterable<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
