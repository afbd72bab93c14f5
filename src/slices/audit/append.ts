import type { Chance } from '#kernel/clock.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import { writeDown } from './entry.ts'
import { appendEntry } from './store.ts'

/** The audit port of the house: one entry in the caller's own transaction. */
export function makeAudit(chance: Chance): WriteAudit {
  return async function audit(tx, entry) {
    await appendEntry(tx, writeDown(entry, { id: chance.uuid(entry.at), salt: Buffer.from(chance.bytes(16)) }))
  }
}
