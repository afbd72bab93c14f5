import type { Chance } from '#kernel/clock.ts'

/** A UUID of version 4, for people: unlike our usual ids it does not tell when it was made. */
export function randomId(chance: Chance): string {
  const bytes = Buffer.from(chance.bytes(16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
