import { createConnection } from 'node:net'

/**
 * A load of its own process: `node load.mjs <port> <connections> <seconds> <path> <token> [<first>]`, closed loop, one
 * request at a time on each connection, raw sockets so that the generator costs little beside the server. Prints one line
 * of JSON. The body comes on standard input, with `@` where a number goes that no two requests share, and `~n~` for a
 * number below n: request by request, from <first> on, every one of the n comes before any comes again.
 */
const [port, connections, seconds, path, token] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  Number(process.argv[4]),
  process.argv[5],
  process.argv[6],
]
let template = ''
for await (const chunk of process.stdin) template += chunk
const parts = template.trim().split(/(@|~\d+~)/)
const first = Number(process.argv[7] ?? 0)
/** A prime, so that the numbers do not come in order and yet all of them come. */
const stride = 7919

const salt = `${process.pid}-${process.hrtime.bigint()}`
const latenciesUs = []
const statuses = new Map()
let sent = 0
const endAt = performance.now() + seconds * 1000

function request() {
  const number = sent++
  let body = ''
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) body += part
    else body += part === '@' ? `${salt}-${number}` : ((first + number) * stride) % Number(part.slice(1, -1))
  }
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Bytes of the first whole answer in the buffer, or 0. */
function answerLength(buffer) {
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) return 0
  const length = /content-length: (\d+)/i.exec(buffer.toString('latin1', 0, end))
  if (!length) throw new Error('an answer without content-length')
  const whole = end + 4 + Number(length[1])
  return buffer.length >= whole ? whole : 0
}

function work() {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    let buffer = Buffer.alloc(0)
    let begunAt = 0
    const send = () => {
      begunAt = performance.now()
      socket.write(request())
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', resolve)
    socket.on('data', (chunk) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      const length = answerLength(buffer)
      if (length === 0) return
      const status = buffer.toString('latin1', 9, 12)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      latenciesUs.push(Math.round((performance.now() - begunAt) * 1000))
      buffer = buffer.subarray(length)
      if (performance.now() < endAt) send()
      else socket.end()
    })
  })
}

const begun = performance.now()
await Promise.all(Array.from({ length: connections }, work))
const elapsed = (performance.now() - begun) / 1000
latenciesUs.sort((a, b) => a - b)
const at = (share) => (latenciesUs[Math.min(latenciesUs.length - 1, Math.floor(latenciesUs.length * share))] ?? 0) / 1000
console.log(
  JSON.stringify({
    requests: latenciesUs.length,
    perSecond: latenciesUs.length / elapsed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses: Object.fromEntries(statuses),
  }),
)
