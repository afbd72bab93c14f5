import { hash, type Options, verify } from '@node-rs/argon2'
import { AppError } from '#kernel/errors.ts'

/**
 * Argon2id with 19 MiB, two passes and one lane.
 *
 * Source: OWASP Password Storage Cheat Sheet, "Argon2id" (m=19456, t=2, p=1).
 */
const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const atOnce = 2
const waitingMax = 64
let running = 0
const waiting: (() => void)[] = []

/** Hashing is slow on purpose. A flood of sign-ins waits here instead of taking the processors from everything else. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= waitingMax)
      throw new AppError('too_many', 'Too many people sign in at this moment.', { next: 'Try again in a few seconds.' })
    await new Promise<void>((resume) => waiting.push(resume))
  }
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

/** A password as it may be stored. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, argon2id))
}

export function isPassword(stored: { hash: string; password: string }): Promise<boolean> {
  return inTurn(() => verify(stored.hash, stored.password))
}
