import { randomBytes } from 'node:crypto'
import { V7Generator } from 'uuidv7'

/** The only source of the present. Tests and replays pass one that they move themselves. */
export type Clock = { now(): Date }

/** The only source of chance. */
export type Chance = {
  bytes(count: number): Buffer
  /** A new UUID of version 7: its first 48 bits are the time in milliseconds, so ids sort by the time they were made. */
  uuid(at: Date): string
}

export const systemClock: Clock = { now: () => new Date() }

const poolBytes = 8192
let pool = randomBytes(poolBytes)
let used = 0

/** Random bytes in small amounts without one system call for each. */
function pooledBytes(count: number): Buffer {
  if (used + count > poolBytes) {
    pool = randomBytes(poolBytes)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

/** Chance from the operating system. */
export function systemChance(): Chance {
  const generator = new V7Generator({ nextUint32: () => pooledBytes(4).readUInt32BE() })
  return {
    bytes: pooledBytes,
    uuid: (at) => generator.generateOrResetCore(at.getTime(), 10_000).toString(),
  }
}

/** The smallest UUID of version 7 at a time: a bound for ranges over ids. */
export function uuidFloor(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
