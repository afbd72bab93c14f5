import { isUtf8 } from 'node:buffer'

/** A line with its newline, or what is wrong with it. */
export type Line = { bytes: Buffer; fault?: string }

const lineBytesMax = 16 * 1024 * 1024

/** Cuts a stream of bytes into lines, strictly: every line is UTF-8 and ends in a newline. After a fault nothing follows. */
export async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncIterable<Line> {
  let rest = Buffer.alloc(0)
  for await (const piece of stream) {
    const bytes = Buffer.concat([rest, typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece])
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield checked(bytes.subarray(start, end + 1))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > lineBytesMax) {
      yield { bytes: rest, fault: 'is longer than any line of an export' }
      return
    }
  }
  if (rest.length > 0) yield { bytes: rest, fault: 'is cut off: it does not end in a newline' }
}

function checked(bytes: Buffer): Line {
  return isUtf8(bytes) ? { bytes } : { bytes, fault: 'is not UTF-8 text' }
}
