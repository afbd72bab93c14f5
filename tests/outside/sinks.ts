import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** The other side of a channel, on this machine: it keeps what came and answers what it is told to. */
export type HttpSink = {
  url: string
  got: { path: string; headers: IncomingHttpHeaders; body: string }[]
  /** The status of the answers from now on; `never` takes the request and says nothing. */
  answer: number | 'never'
  headers: Record<string, string>
  close(): Promise<void>
}

export async function httpSink(): Promise<HttpSink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sink.got.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      if (sink.answer !== 'never') response.writeHead(sink.answer, sink.headers).end('noted')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sink: HttpSink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got: [],
    answer: 200,
    headers: {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return sink
}

export type Mail = { to: string[]; raw: string; subject: string; text: string; header(name: string): string | undefined }

export type MailSink = {
  port: number
  mails: Mail[]
  /** Recipients that are refused, with the code. */
  refuses: Map<string, number>
  close(): Promise<void>
}

type MailSettings = {
  /** Offers encryption, with a certificate of its own making. */ hasTls?: boolean
  login?: { username: string; password: string }
}

/** A real SMTP server. */
export async function mailSink({ hasTls = false, login }: MailSettings = {}): Promise<MailSink> {
  const mails: Mail[] = []
  const refuses = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(hasTls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    onAuth({ username, password }, _session, done) {
      const isRight = username === login?.username && password === login?.password
      done(isRight ? null : new Error('Wrong name or password'), { user: isRight ? username : undefined })
    },
    onRcptTo({ address }, _session, done) {
      const code = refuses.get(address)
      done(code === undefined ? null : Object.assign(new Error('no such mailbox'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push(mailOf(Buffer.concat(chunks).toString('utf8'), to))
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, mails, refuses, close: () => new Promise((resolve) => void server.close(() => resolve())) }
}

function mailOf(raw: string, to: string[]): Mail {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim()
  return { to, raw, header, subject: header('Subject') ?? '', text: unquoted(body.join('\r\n\r\n'), header('Content-Transfer-Encoding')) }
}

function unquoted(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  return body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
