import { randomUUID } from 'node:crypto'

// A customer's process has no port of ours to take chance and time from.

/** A name that no other attempt has. */
export function freshName(): string {
  return randomUUID()
}

/** Milliseconds since 1970. */
export function systemNow(): number {
  return Date.now()
}

/** A time around this one, at most a fifth shorter or longer, so that many clients do not ask at once. */
export function around(ms: number): number {
  return ms * (0.8 + 0.4 * Math.random())
}
