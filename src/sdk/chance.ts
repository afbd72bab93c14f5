import { randomUUID } from 'node:crypto'

/** A name that no other attempt has. A customer's process has no port of ours to take chance from. */
export function freshName(): string {
  return randomUUID()
}
